// WebSocket frames: what RFC 6455 allows must work, what it forbids ends the session with the right code.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { limits } from "../support/env.mjs";
import { OP, closing, frame } from "../support/frame.mjs";
import { asks, joined } from "../support/session.mjs";
import { witness } from "../support/witness.mjs";

const seen = witness();

const open = (t) => joined(t, "websocket");
const utf8 = (...all) => Buffer.from(all);

describe("allowed", () => {
  test("a message in fragments", async (t) => {
    const session = await open(t);

    session.frame(OP.text, '421["ack","', { fin: false });
    session.frame(OP.continuation, "one", { fin: false });
    session.frame(OP.continuation, '"]');

    assert.equal(await session.receive(), '431["one"]');
  });

  test("control frames between fragments", async (t) => {
    const session = await open(t);

    session.frame(OP.text, '421["ack",', { fin: false });
    session.frame(OP.ping, "between");
    session.frame(OP.continuation, "", { fin: false });
    session.frame(OP.pong, "unasked");
    session.frame(OP.continuation, "2]");

    const pong = await session.nextFrame();
    assert.deepEqual([pong.opcode, pong.payload.toString()], [OP.pong, "between"]);
    assert.equal(await session.receive(), "431[2]");
  });

  test("a character cut in two by fragments", async (t) => {
    const session = await open(t);
    const message = Buffer.from('421["ack","😀€"]');

    for (let at = 0; at < message.length; at += 1) {
      const fin = at === message.length - 1;
      session.frame(at === 0 ? OP.text : OP.continuation, message.subarray(at, at + 1), { fin });
    }

    assert.equal(await session.receive(), '431["😀€"]');
  });

  test("frames cut anywhere by the network", async (t) => {
    const session = await open(t);
    session.socket.setNoDelay(true);
    const bytes = Buffer.concat([
      frame(OP.text, '421["ack",1]'),
      frame(OP.text, `422["ack","${"é".repeat(200)}"]`),
      frame(OP.ping, "p"),
      frame(OP.text, '423["ack",3]'),
    ]);

    for (const byte of bytes) session.write(Buffer.from([byte]));

    const frames = [];
    while (frames.length < 4) frames.push(await session.nextFrame());
    const texts = frames.filter(({ opcode }) => opcode === OP.text).map(({ payload }) => payload.toString());
    assert.deepEqual(texts, ["431[1]", `432["${"é".repeat(200)}"]`, "433[3]"]);
    assert.equal(frames.filter(({ opcode }) => opcode === OP.pong).length, 1);
  });

  test("a thousand frames in one piece", async (t) => {
    const session = await open(t);
    const all = Array.from({ length: 1000 }, (_, i) => frame(OP.text, `42${i}["ack",${i}]`));

    session.write(Buffer.concat(all));

    for (let i = 0; i < 1000; i += 1) assert.equal(await session.receive(), `43${i}[${i}]`);
  });

  test("a ping of the longest payload", async (t) => {
    const session = await open(t);

    session.frame(OP.ping, "p".repeat(125));

    const pong = await session.nextFrame();
    assert.deepEqual([pong.opcode, pong.payload.length], [OP.pong, 125]);
  });

  test("an attachment in fragments", async (t) => {
    const session = await open(t);

    session.send('451-1["ack",{"_placeholder":true,"num":0}]');
    session.frame(OP.binary, utf8(1, 2), { fin: false });
    session.frame(OP.continuation, utf8(3));

    assert.equal(await session.receive(), '461-1[{"_placeholder":true,"num":0}]');
    assert.deepEqual(await session.receive(), utf8(1, 2, 3));
  });

  test("a message of exactly the limit", async (t) => {
    const session = await open(t);
    const message = `421["sink","${"x".repeat(limits.payload - 14)}"]`;
    assert.equal(message.length, limits.payload);

    session.send(message);

    assert.equal(await session.receive(), "431[1]");
  });

  test("what the server sends is never masked and never cut short", async (t) => {
    const session = await open(t);
    session.send('421["big",70000]');

    const answer = await session.nextFrame();

    assert.equal(answer.masked, false);
    assert.equal(answer.reserved, 0);
    assert.equal(answer.payload.length, 70_000 + '431[""]'.length);
  });
});

describe("closing", () => {
  for (const [what, payload, code] of [
    ["with 1000", closing(1000, "bye"), 1000],
    ["with 1001", closing(1001), 1001],
    ["with a code of its own", closing(4321), 4321],
    ["without a code", "", null],
  ]) {
    test(`${what} is answered and is a transport close`, async (t) => {
      const session = await open(t);

      session.frame(OP.close, payload);

      const answer = await session.ended();
      assert.ok(answer === code || (code === null && [1000, 1005].includes(answer)), `answered ${answer}`);
      assert.equal(await seen.reasonOf(session.id), "transport close");
    });
  }

  test("by the network alone is a transport close", async (t) => {
    const session = await open(t);

    session.destroy();

    assert.match(await seen.reasonOf(session.id), /^transport (close|error)$/);
  });

  test("by a close packet and a close frame is a transport close", async (t) => {
    const session = await open(t);

    session.send("1");
    session.leave();

    await session.ended();
    assert.equal(await seen.reasonOf(session.id), "transport close");
  });

  test("in the middle of a message loses the message only", async (t) => {
    const session = await open(t);

    session.write(frame(OP.text, '42["echo","never finished"]').subarray(0, 12));
    session.destroy();

    assert.match(await seen.reasonOf(session.id), /^transport (close|error)$/);
    assert.equal(await seen.call("ack", "alive"), "alive");
  });
});

describe("forbidden", () => {
  const text = '421["ack",1]';
  const endless = Buffer.concat([Buffer.from([0x81, 0xff]), Buffer.alloc(8, 0xff), Buffer.alloc(4)]);

  // What is sent, and the close codes that may answer it.
  const cases = {
    "an unmasked frame": [[frame(OP.text, text, { mask: false })], [1002]],
    ...Object.fromEntries([1, 2, 4, 7].map((bits) => [
      `reserved bits ${bits}`, [[frame(OP.text, text, { reserved: bits })], [1002]],
    ])),
    ...Object.fromEntries([3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) => [
      `reserved opcode ${opcode}`, [[frame(opcode, "")], [1002]],
    ])),
    "a fragmented ping": [[frame(OP.ping, "p", { fin: false })], [1002]],
    "a fragmented close": [[frame(OP.close, "", { fin: false })], [1002]],
    "a ping of 126 bytes": [[frame(OP.ping, "p".repeat(126))], [1002]],
    "a close of 126 bytes": [[frame(OP.close, closing(1000, "p".repeat(124)))], [1002]],
    "a continuation of nothing": [[frame(OP.continuation, text)], [1002]],
    "a text inside a text": [[frame(OP.text, "42[", { fin: false }), frame(OP.text, text)], [1002]],
    "a binary inside a text": [[frame(OP.text, "42[", { fin: false }), frame(OP.binary, text)], [1002]],
    "a length with the highest bit set": [[endless], [1002, 1009]],
    "a text that is not UTF-8": [[frame(OP.text, utf8(0x34, 0x32, 0xff))], [1007]],
    "an overlong slash": [[frame(OP.text, utf8(0x34, 0xc0, 0xaf))], [1007]],
    "an encoded surrogate": [[frame(OP.text, utf8(0x34, 0xed, 0xa0, 0x80))], [1007]],
    "a code point beyond Unicode": [[frame(OP.text, utf8(0x34, 0xf4, 0x90, 0x80, 0x80))], [1007]],
    "a character cut off at the end": [[frame(OP.text, utf8(0x34, 0xf0, 0x9f, 0x98))], [1007]],
    "a broken character across fragments": [
      [frame(OP.text, utf8(0x34, 0xf0, 0x9f), { fin: false }), frame(OP.continuation, utf8(0x41))], [1007],
    ],
    "a close of one byte": [[frame(OP.close, "x")], [1002]],
    ...Object.fromEntries([0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535].map((code) => [
      `a close with ${code}`, [[frame(OP.close, closing(code))], [1002]],
    ])),
    "a close whose words are not UTF-8": [[frame(OP.close, Buffer.concat([closing(1000), utf8(0xff)]))], [1007]],
    "a message over the limit": [[frame(OP.text, `42["sink","${"x".repeat(limits.payload)}"]`)], [1009]],
    "an announced length over the limit": [[frame(OP.text, "4", { length: limits.payload + 1 })], [1009]],
    "an announced length of 2^40": [[frame(OP.binary, "", { length: 2 ** 40 })], [1009]],
    "fragments that together exceed the limit": [
      [
        frame(OP.text, "4".padEnd(limits.payload / 2, "2"), { fin: false }),
        frame(OP.continuation, "2".repeat(limits.payload / 2), { fin: false }),
        frame(OP.continuation, "2"),
      ],
      [1009],
    ],
  };

  for (const [what, [frames, codes]] of Object.entries(cases)) {
    test(`${what}: ${codes.join(" or ")}`, async (t) => {
      const session = await open(t);
      const neighbour = await open(t);

      for (const bytes of frames) session.write(bytes);

      const code = await session.ended();
      assert.ok(codes.includes(code), `closed with ${code}`);
      const reason = await seen.reasonOf(session.id);
      assert.notEqual(reason, undefined);
      assert.deepEqual(await asks(neighbour, 1, "ack", "alive"), ["alive"]);
    });
  }

  test("noise instead of frames ends the session", async (t) => {
    const session = await open(t);
    const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + 13) % 256));

    session.write(noise);

    await session.ended();
    assert.notEqual(await seen.reasonOf(session.id), undefined);
  });

  test("empty fragments without end are not work without end", async (t) => {
    const session = await open(t);
    const empty = frame(OP.continuation, "", { fin: false });

    session.frame(OP.text, '421["ack",', { fin: false });
    session.write(Buffer.concat(Array.from({ length: 1000 }, () => empty)));
    session.frame(OP.continuation, "1]");

    assert.equal(await session.receive(), "431[1]");
  });
});
