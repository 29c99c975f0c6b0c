// Requests that the engine refuses, each with its status and body; CORS and the cookie.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { paths } from "../support/env.mjs";
import { send } from "../support/http.mjs";
import { RawPolling } from "../support/polling.mjs";
import { join, session } from "../support/session.mjs";
import { knock, target } from "../support/websocket.mjs";

const unknownTransport = { code: 0, message: "Transport unknown" };
const unknownSession = { code: 1, message: "Session ID unknown" };
const badMethod = { code: 2, message: "Bad handshake method" };
const badRequest = { code: 3, message: "Bad request" };
const badVersion = { code: 5, message: "Unsupported protocol version" };

const refusals = [
  ["no transport", "GET", "main", "EIO=4", unknownTransport],
  ["nothing at all", "GET", "main", "", unknownTransport],
  ["an unknown transport", "GET", "main", "EIO=4&transport=carrier-pigeon", unknownTransport],
  ["a transport named like a built-in", "GET", "main", "EIO=4&transport=constructor", unknownTransport],
  ["an empty transport", "GET", "main", "EIO=4&transport=", unknownTransport],
  ["polling where only WebSocket is", "GET", "ws", "EIO=4&transport=polling", unknownTransport],
  ["WebSocket where only polling is", "GET", "poll", "EIO=4&transport=websocket", unknownTransport],
  ["an unknown session", "GET", "main", "EIO=4&transport=polling&sid=nobody", unknownSession],
  ["an unknown session's POST", "POST", "main", "EIO=4&transport=polling&sid=nobody", unknownSession],
  ["an unknown session of odd signs", "GET", "main", "EIO=4&transport=polling&sid=%00%ff%F0%9F", unknownSession],
  ["an endless session id", "GET", "main", `EIO=4&transport=polling&sid=${"a".repeat(5000)}`, unknownSession],
  ["a POST without a session", "POST", "main", "EIO=4&transport=polling", badMethod],
  ["a PUT without a session", "PUT", "main", "EIO=4&transport=polling", badMethod],
  ["a DELETE without a session", "DELETE", "main", "EIO=4&transport=polling", badMethod],
  ["WebSocket without an upgrade", "GET", "main", "EIO=4&transport=websocket", badRequest],
  ["no version", "GET", "main", "transport=polling", badVersion],
  ["version 3", "GET", "main", "EIO=3&transport=polling", badVersion],
  ["version 5", "GET", "main", "EIO=5&transport=polling", badVersion],
  ["a version that is no number", "GET", "main", "EIO=four&transport=polling", badVersion],
];

describe("refusals", () => {
  for (const [what, method, instance, query, body] of refusals) {
    test(`${what}: ${body.message}`, async () => {
      const answer = await send(method, `${paths[instance]}?${query}`);

      assert.equal(answer.status, 400);
      assert.match(answer.headers["content-type"], /^application\/json/);
      assert.deepEqual(JSON.parse(answer.text), body);
    });
  }

  test("a session that was closed is unknown", async (t) => {
    const closed = await session(t, "polling");
    await join(closed);
    await closed.post("1");
    await closed.ended();

    for (const answer of [await closed.get(), await closed.post("40")]) {
      assert.equal(answer.status, 400);
      assert.deepEqual(JSON.parse(answer.text), unknownSession);
    }
  });

  test("a session that speaks WebSocket does not poll", async (t) => {
    const open = await session(t, "websocket");
    const stray = new RawPolling("main", { sid: open.sid });

    const answer = await stray.get();

    assert.equal(answer.status, 400);
    assert.deepEqual(JSON.parse(answer.text), badRequest);
    assert.ok(await join(open));
  });

  test("a session of one instance is unknown to another", async (t) => {
    const open = await session(t, "polling");
    const stray = new RawPolling("poll", { sid: open.sid });

    assert.deepEqual(JSON.parse((await stray.get()).text), unknownSession);
  });

  const openings = [
    ["an unknown session", "main", { sid: "nobody" }, {}],
    ["an unknown transport", "main", { transport: "pigeon" }, {}],
    ["version 3", "main", { EIO: "3" }, {}],
    ["polling alone enabled", "poll", {}, {}],
    ["no key", "main", {}, { "Sec-WebSocket-Key": null }],
    ["a key that is too short", "main", {}, { "Sec-WebSocket-Key": "c2hvcnQ=" }],
    ["no version", "main", {}, { "Sec-WebSocket-Version": null }],
    ["a version of the past", "main", {}, { "Sec-WebSocket-Version": "5" }],
    ["another protocol", "main", {}, { Upgrade: "h2c" }],
  ];

  // Refused before the upgrade.
  async function refused(path, options) {
    const { status, socket } = await knock(path, options);
    socket.destroy();
    assert.ok(status === 0 || (status >= 400 && status < 500), `status ${status}`);
  }

  for (const [what, instance, query, headers] of openings) {
    test(`a WebSocket opening with ${what} is refused`, () => refused(target(instance, query), { headers }));
  }

  test("a WebSocket opening by POST is refused", () =>
    refused(target("main", {}), { method: "POST", headers: { "Content-Length": "0" } }));
});

describe("the handshake", () => {
  test("is an OPEN packet with the limits of the instance", async () => {
    const answer = await send("GET", `${paths.fast}?EIO=4&transport=polling`);
    const { sid, ...limits } = JSON.parse(answer.text.slice(1));

    assert.equal(answer.status, 200);
    assert.equal(answer.text[0], "0");
    assert.match(answer.headers["content-type"], /^text\/plain; ?charset=utf-8$/i);
    assert.match(sid, /^[A-Za-z0-9_-]{20}$/);
    assert.deepEqual(limits, { upgrades: ["websocket"], pingInterval: 400, pingTimeout: 300, maxPayload: 100_000 });
  });

  test("gives every session an id of its own", async () => {
    const sids = await Promise.all(
      Array.from({ length: 50 }, () => RawPolling.open().then(({ sid }) => sid)),
    );

    assert.equal(new Set(sids).size, 50);
  });
});

describe("the cookie", () => {
  const cookieOf = ({ headers }) => [headers["set-cookie"]].flat().filter(Boolean);

  test("is set by the handshake of `main`, over polling", async () => {
    const answer = await send("GET", `${paths.main}?EIO=4&transport=polling`);
    const { sid } = JSON.parse(answer.text.slice(1));

    assert.deepEqual(cookieOf(answer), [`io=${sid}; Path=/; HttpOnly; SameSite=Lax`]);
  });

  test("is set by the handshake of `main`, over WebSocket", async () => {
    const { status, headers, socket } = await knock(target("main", {}));
    socket.destroy();

    assert.equal(status, 101);
    assert.match(headers["set-cookie"], /^io=[A-Za-z0-9_-]{20}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test("is set by nothing else", async (t) => {
    const open = await session(t, "polling");

    assert.deepEqual(cookieOf(await open.post("40")), []);
    assert.deepEqual(cookieOf(await open.get()), []);
    assert.deepEqual(cookieOf(await send("GET", `${paths.poll}?EIO=4&transport=polling`)), []);
    assert.deepEqual(cookieOf(await send("GET", `${paths.main}?EIO=3&transport=polling`)), []);
  });
});

describe("origins", () => {
  const handshake = `${paths.main}?EIO=4&transport=polling`;
  const allowed = ["http://allowed.test", "http://localhost", "http://localhost:8080", "http://127.0.0.1:1"];
  const denied = [
    "http://evil.test", "https://allowed.test", "http://allowed.test.evil.test", "http://allowed.test:81",
    "http://localhost.evil.test", "http://127.0.0.10", "null",
  ];

  for (const origin of allowed) {
    test(`${origin} may read the answers`, async () => {
      const { status, headers } = await send("GET", handshake, { headers: { origin } });

      assert.equal(status, 200);
      assert.equal(headers["access-control-allow-origin"], origin);
      assert.equal(headers["access-control-allow-credentials"], "true");
      assert.match(headers.vary, /\borigin\b/i);
    });

    test(`${origin} may ask first`, async () => {
      const { status, headers } = await send("OPTIONS", handshake, {
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "content-type,x-custom",
        },
      });

      assert.ok([200, 204].includes(status), `status ${status}`);
      assert.equal(headers["access-control-allow-origin"], origin);
      assert.deepEqual(headers["access-control-allow-methods"].split(/, */).sort(), ["GET", "POST"]);
      assert.deepEqual(headers["access-control-allow-headers"].toLowerCase().split(/, */).sort(), ["content-type", "x-custom"]);
    });
  }

  for (const origin of denied) {
    test(`${origin} may not read the answers`, async () => {
      for (const method of ["GET", "OPTIONS"]) {
        const { headers } = await send(method, handshake, { headers: { origin } });

        assert.ok(![origin, "*"].includes(headers["access-control-allow-origin"]));
      }
    });
  }

  test("a refusal can be read by an allowed origin too", async () => {
    const { status, headers } = await send("GET", `${paths.main}?EIO=3&transport=polling`, {
      headers: { origin: "http://allowed.test" },
    });

    assert.equal(status, 400);
    assert.equal(headers["access-control-allow-origin"], "http://allowed.test");
  });

  test("an allowed origin may open a WebSocket", async () => {
    const { status, headers, socket } = await knock(target("main", {}), { headers: { Origin: allowed[0] } });
    socket.destroy();

    assert.equal(status, 101);
    assert.ok([undefined, allowed[0]].includes(headers["access-control-allow-origin"]));
  });

  test("who names no origin is served", async () => {
    assert.equal((await send("GET", handshake)).status, 200);
  });
});
