// The tools server: each tool that users of Flask-SocketIO know, behind an event that uses it.

import { dial, open } from "./client.mjs";

export const url = process.env.TOOLS_URL ?? "http://127.0.0.1:3901";

// A socket that has been told to connect.
export const knock = (t, way, namespace, options) => dial(t, way, { namespace, at: url, ...options });

// A connected socket.
export const join = (t, way, namespace = "/", options) => open(t, way, { namespace, at: url, ...options });

// Posts to a page of the application.
export async function post(page, type, body, headers = {}) {
  const response = await fetch(url + page, {
    method: "POST",
    headers: { "content-type": type, ...headers },
    body,
  });
  return { text: await response.text(), cookie: response.headers.get("set-cookie")?.split(";")[0] };
}
