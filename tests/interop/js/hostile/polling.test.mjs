// The rules of long-polling: one poll and one post at a time, sizes, payloads of several packets.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { limits } from "../support/env.mjs";
import { begin, send } from "../support/http.mjs";
import { SEPARATOR } from "../support/polling.mjs";
import { asks, joined, session } from "../support/session.mjs";
import { next, until } from "../support/wait.mjs";
import { witness } from "../support/witness.mjs";

const reasonsOfViolation = ["forced close", "forced server close", "parse error", "transport error"];

const seen = witness();


// Until the server has read that request, which it does not answer yet.
async function underWay(request) {
  await until(() => request.socket?.bytesWritten > 0, "sent");
  await seen.call("sink");
}

describe("answers", () => {
  test("a post is answered with ok, a poll with plain text", async (t) => {
    const open = await joined(t, "polling");

    const posted = await open.post('42["echo","é"]');
    const polled = await open.get();

    assert.equal(posted.status, 200);
    assert.match(posted.headers["content-type"], /^text\/html|^text\/plain/);
    assert.equal(posted.text, "ok");
    assert.equal(polled.status, 200);
    assert.match(polled.headers["content-type"], /^text\/plain; ?charset=utf-8$/i);
    assert.equal(polled.text, '42["echo","é"]');
  });

  test("a poll waits until there is something to say", async (t) => {
    const open = await joined(t, "polling");
    const poll = open.poll();
    await underWay(poll.request);

    await open.post('42["echo","now"]');

    assert.equal((await poll.answer).text, '42["echo","now"]');
  });

  test("a poll takes all that is there, in order", async (t) => {
    const open = await joined(t, "polling");
    await open.post('42["echo",1]', '42["echo",2]', '451-["echo",{"_placeholder":true,"num":0}]', Buffer.from([1, 2]), '421["ack"]');
    const packets = [];

    while (packets.length < 5) packets.push(...(await open.get()).text.split(SEPARATOR));

    assert.deepEqual(packets, [
      '42["echo",1]', '42["echo",2]', '451-["echo",{"_placeholder":true,"num":0}]', "bAQI=", "431[]",
    ]);
  });

  test("packets of one payload are handled one after the other", async (t) => {
    const open = await session(t, "polling");

    await open.post("40", ...Array.from({ length: 3 }, (_, i) => `40/${["chat", "nowhere", "auth"][i]},`));
    const replies = [];
    while (replies.length < 4) replies.push(await open.receive());

    assert.match(replies.find((reply) => reply.startsWith("40{")), /sid/);
    assert.ok(replies.includes('44/nowhere,{"message":"Invalid namespace"}'));
    assert.ok(replies.includes('44/auth,{"message":"no token"}'));
  });

  test("text outside ASCII is counted in bytes on the way in and out", async (t) => {
    const open = await joined(t, "polling");
    const text = "€😀".repeat(3000);

    assert.deepEqual(await asks(open, 1, "ack", text), [text]);
  });

  test("an unpadded or odd attachment ends the session or is read, nothing else", async (t) => {
    for (const body of ["bAQI", "b====", "b!", "b"]) {
      const open = await joined(t, "polling");
      await open.post('451-["sink",{"_placeholder":true,"num":0}]', body);
    }
    assert.equal(await seen.call("ack", "alive"), "alive");
  });

  test("a volatile event without a poll outstanding is dropped", async (t) => {
    const open = await joined(t, "polling");
    const spec = { via: "io", to: [open.id], volatile: true };

    await seen.call("send", spec, "news", ["lost"]);
    await seen.call("send", { ...spec, volatile: false }, "news", ["kept"]);

    assert.equal((await open.get()).text, '42["news","kept"]');
  });
});

describe("overlap", () => {
  test("a second poll is refused and ends the session", async (t) => {
    const open = await joined(t, "polling");
    const first = open.poll();
    await underWay(first.request);

    const second = await open.get();

    assert.ok([400, 500].includes(second.status), `status ${second.status}`);
    assert.ok(reasonsOfViolation.includes(await seen.reasonOf(open.id)));
    first.request.destroy();
  });

  test("a second post is refused and ends the session", async (t) => {
    const open = await joined(t, "polling");
    const slow = halfPost(open);
    await underWay(slow);

    const second = await open.post('42["echo"]');

    assert.ok([400, 500].includes(second.status), `status ${second.status}`);
    assert.ok(reasonsOfViolation.includes(await seen.reasonOf(open.id)));
    slow.destroy();
  });

  test("a poll and a post side by side are how it works", async (t) => {
    const open = await joined(t, "polling");
    const poll = open.poll();
    await underWay(poll.request);

    assert.equal((await open.post('421["ack"]')).text, "ok");
    assert.equal((await poll.answer).text, "431[]");
  });
});

describe("broken off", () => {
  test("an aborted poll ends the session", async (t) => {
    const open = await joined(t, "polling");
    const poll = open.poll();
    await underWay(poll.request);

    poll.request.destroy();

    assert.match(await seen.reasonOf(open.id), /^transport (error|close)$/);
  });

  test("an aborted post ends the session", async (t) => {
    const open = await joined(t, "polling");
    const slow = halfPost(open);
    await underWay(slow);

    slow.destroy();

    assert.match(await seen.reasonOf(open.id), /^transport (error|close)$/);
  });

  test("a poll whose client goes away without a word ends the session", async (t) => {
    const open = await joined(t, "polling");
    const poll = open.poll();
    await underWay(poll.request);

    poll.request.socket.end();

    assert.match(await seen.reasonOf(open.id), /^transport (error|close)$/);
  });

  test("a close packet is a transport close", async (t) => {
    const open = await joined(t, "polling");

    await open.post("1");

    assert.equal(await seen.reasonOf(open.id), "transport close");
  });

  test("a close packet answers the poll that waits", async (t) => {
    const open = await joined(t, "polling");
    const poll = open.poll();
    await underWay(poll.request);

    await open.post("1");

    assert.equal((await poll.answer).status, 200);
    assert.equal((await poll.answer).text, "6");
  });
});

describe("sizes", () => {
  const event = (size) => `42["sink","${"x".repeat(size - 13)}"]`;

  test("a body of exactly the limit is accepted", async (t) => {
    const open = await joined(t, "polling");
    const body = event(limits.payload);
    assert.equal(body.length, limits.payload);

    assert.equal((await open.post(body)).status, 200);
    assert.deepEqual(await asks(open, 1, "ack", "alive"), ["alive"]);
  });

  test("a body over the limit is refused with 413", async (t) => {
    const open = await joined(t, "polling");

    const { status } = await open.post(event(limits.payload + 1));

    assert.equal(status, 413);
    assert.equal(await seen.call("ack", "alive"), "alive");
  });

  test("a body that never ends is refused before it is read", async (t) => {
    const open = await joined(t, "polling");
    const endless = begin("POST", open.path, { "content-length": "1000000000" });
    endless.write("x".repeat(limits.payload * 20));

    const [{ statusCode }] = await next(endless, "response");
    endless.destroy();

    assert.equal(statusCode, 413);
    assert.equal(await seen.call("ack", "alive"), "alive");
  });

  test("a body in chunks is bounded too", async (t) => {
    const open = await joined(t, "polling");

    const { status } = await send("POST", open.path, {
      headers: { "transfer-encoding": "chunked" },
      body: event(limits.payload * 2),
    });

    assert.equal(status, 413);
  });

  test("an empty body is not a crash", async (t) => {
    const open = await joined(t, "polling");

    await open.post("");

    assert.equal(await seen.call("ack", "alive"), "alive");
  });

  test("a body that is not UTF-8 ends at most this session", async (t) => {
    const open = await joined(t, "polling");

    await send("POST", open.path, { body: Buffer.from([0x34, 0x32, 0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d]) });

    assert.equal(await seen.call("ack", "alive"), "alive");
  });

  test("other methods are refused", async (t) => {
    const open = await joined(t, "polling");

    for (const method of ["PUT", "DELETE", "PATCH"]) {
      const { status } = await send(method, open.path);
      assert.ok(status >= 400 && status < 600, `${method}: ${status}`);
    }
    assert.equal(await seen.call("ack", "alive"), "alive");
  });
});

// A post that has begun and does not end.
function halfPost(open) {
  const request = begin("POST", open.path, { "content-type": "text/plain", "content-length": "20" });
  request.write('42["');
  return request;
}
