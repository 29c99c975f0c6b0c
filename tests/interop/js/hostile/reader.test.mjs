// Clients that stop reading. The server keeps a bounded amount for them, then ends the session.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { call, open as openClient } from "../support/client.mjs";
import { limits } from "../support/env.mjs";
import { serve } from "../support/server.mjs";
import { joined } from "../support/session.mjs";

const { atLeast, atMost } = limits.undelivered;
const REASONS = ["transport error", "transport close", "ping timeout"];
const MEGABYTE = 1_000_000;

// Resident bytes of a process.
function resident(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kilobytes) * 1024;
}

// What one silent reader is sent at most: much more than the bound and any socket buffer together.
const FLOOD = 64;

for (const transport of ["websocket", "polling"]) {
  describe(`over ${transport}`, () => {
    test("a silent reader is ended before it costs too much", async (t) => {
      const server = await serve(t);
      const speaker = await openClient(t, "websocket", { at: server.url });
      const silent = await joined(t, transport, { at: server.url });
      silent.socket?.pause();
      const spec = { via: "io", to: [silent.id] };
      const before = resident(server.pid);

      let record = null;
      for (let sent = 0; sent < FLOOD && record === null; sent += 1) {
        for (let i = 0; i < 20; i += 1) await call(speaker, "send", spec, "flood", ["x".repeat(MEGABYTE / 20)]);
        record = await call(speaker, "obit", silent.id, 0);
      }
      record ??= await call(speaker, "obit", silent.id, 5000);

      assert.ok(REASONS.includes(record?.reason), `reason ${record?.reason}`);
      const grown = resident(server.pid) - before;
      assert.ok(grown < 3 * atMost, `grown by ${grown} bytes`);
    });

    test("a reader that pauses for a megabyte loses nothing", async (t) => {
      const server = await serve(t);
      const speaker = await openClient(t, "websocket", { at: server.url });
      const slow = await joined(t, transport, { at: server.url });
      slow.socket?.pause();
      const spec = { via: "io", to: [slow.id] };
      const count = 20;

      for (let i = 0; i < count; i += 1) {
        await call(speaker, "send", spec, "flood", [i, "x".repeat(atLeast / count - 100)]);
      }
      slow.socket?.resume();

      for (let i = 0; i < count; i += 1) {
        const [name, n] = JSON.parse((await slow.receive()).slice(2));
        assert.deepEqual([name, n], ["flood", i]);
      }
    });

    test("a silent reader does not slow its neighbours", async (t) => {
      const server = await serve(t);
      const speaker = await openClient(t, "websocket", { at: server.url });
      const neighbour = await openClient(t, "websocket", { at: server.url });
      const silent = await joined(t, transport, { at: server.url });
      silent.socket?.pause();
      let heard = 0;
      neighbour.on("flood", () => { heard += 1; });

      for (let i = 0; i < 100; i += 1) {
        await call(speaker, "send", { via: "socket" }, "flood", ["x".repeat(MEGABYTE / 20)]);
      }
      await call(neighbour, "sink");

      assert.equal(heard, 100);
    });
  });
}
