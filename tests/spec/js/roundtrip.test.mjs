// What the schemas say is what the handlers read and write: values made from the schema of each event are sent by the
// official client, and what is answered fits the schema of the answer.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { io } from "socket.io-client";
import { folder } from "./support/folder.mjs";
import { value } from "./support/values.mjs";

const contract = JSON.parse(readFileSync(`${folder}/schemas.json`, "utf8"));
const ajv = formats(new Ajv({ strict: false, allErrors: true, formats: { binary: true, uint: true } }));
const sockets = new Map();
after(() => sockets.forEach((socket) => socket.disconnect()));

const SEEDS = 12;

for (const [namespace, { clientToServer }] of Object.entries(contract.namespaces)) {
  for (const { event, args, answer, rest } of clientToServer) {
    if (event === "*" || rest) continue;
    test(`${namespace} ${event}`, async () => {
      const items = answer.length > 0 ? { prefixItems: answer.map(({ schema }) => schema) } : {};
      const [minItems, maxItems] = [answer.length, answer.length];
      const fits = ajv.compile({ $defs: contract.$defs, type: "array", ...items, minItems, maxItems });
      for (let seed = 0; seed < SEEDS; seed++) {
        const values = args.map(({ schema }) => value(schema, contract.$defs, seed));
        const got = await call(namespace, event, values);
        assert.ok(!got[0]?.error, `${JSON.stringify(values)}: ${JSON.stringify(got)}`);
        assert.ok(fits(plain(got)), `${JSON.stringify(got)}: ${ajv.errorsText(fits.errors)}`);
      }
    });
  }
}

test("a value that does not fit is refused", async () => {
  const [answer] = await call("/", "colour", ["blue"]);

  assert.equal(answer.error.kind, "arguments");
});

async function call(namespace, event, args) {
  const name = namespace.replaceAll(/\{\w+\}/g, "7");
  if (!sockets.has(name)) sockets.set(name, io(process.env.SERVER + name, { auth: { token: "t" } }));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer to ${event}`)), 10_000);
    sockets.get(name).emit(event, ...args, (...answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

/** ajv knows no binary data: it gets a text in its place. */
function plain(value) {
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return "binary";
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, plain(of)]));
  return value;
}
