// One plain HTTP request on a connection of its own, nothing followed, nothing interpreted.

import http from "node:http";
import { url } from "./env.mjs";
import { within } from "./wait.mjs";

// The request as an object that can be aborted, and its answer {status, headers, text}.
export function start(method, path, { headers = {}, body, at = url } = {}) {
  const request = http.request(new URL(path, at), { method, headers, agent: false });
  const answer = new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status, headers: received } = response;
        resolve({ status, headers: received, text: Buffer.concat(chunks).toString("utf8") });
      });
    });
  });
  answer.catch(() => {}); // an aborted request may fail unheard
  request.end(body);
  return { request, answer };
}

// A request whose body the caller writes, or never finishes.
export function begin(method, path, headers, at = url) {
  const request = http.request(new URL(path, at), { method, headers, agent: false });
  request.on("error", () => {});
  return request;
}

export function send(method, path, options) {
  return within(start(method, path, options).answer, `answer to ${method} ${path}`, 15_000);
}
