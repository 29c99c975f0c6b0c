// Packets that look odd and are not: the session lives on and the answer is right.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { asks, join, joined, session, transportNames } from "../support/session.mjs";

// Type and id as they are, the JSON by its meaning.
function parts(packet) {
  const at = packet.indexOf("[");
  return [packet.slice(0, at), JSON.parse(packet.slice(at))];
}

for (const transport of transportNames) {
  describe(`over ${transport}`, () => {
    // One packet and the packet that answers it.
    const pairs = {
      "the largest id": ['429007199254740991["ack",1]', '439007199254740991[1]'],
      "id zero": ['420["ack"]', "430[]"],
      "the root namespace spelt out": ['42/,5["ack"]', "435[]"],
      "space inside the JSON": ['421[ "ack" , 1 ]', "431[1]"],
      "escapes in the name": ['421["\\u0061\\u0063k","\\ud83d\\ude00\\u00e9"]', '431["😀é"]'],
      "escapes the JSON does not need": ['421["ack","a\\/b","\\u0061"]', '431["a/b","a"]'],
      "a placeholder in a text": ['421["ack",{"_placeholder":true,"num":0}]', '431[{"_placeholder":true,"num":0}]'],
      "keys like built-ins": ['421["ack",{"__proto__":{"a":1},"constructor":2}]', '431[{"__proto__":{"a":1},"constructor":2}]'],
      "the catch-all": ['421["größe",1]', '431["any","größe",[1]]'],
    };

    for (const [what, [packet, answer]] of Object.entries(pairs)) {
      test(`${what}`, async (t) => {
        const open = await joined(t, transport);

        await open.send(packet);

        assert.deepEqual(parts(await open.receive()), parts(answer));
      });
    }

    test("an acknowledgement nobody waits for is ignored", async (t) => {
      const open = await joined(t, transport);

      for (const packet of ["431[]", "439007199254740991[1]", '43123["late",{}]']) await open.send(packet);

      assert.deepEqual(await asks(open, 1, "ack", "alive"), ["alive"]);
    });

    test("a pong out of turn is harmless", async (t) => {
      const open = await joined(t, transport);

      await open.send("3");

      assert.deepEqual(await asks(open, 1, "ack", "alive"), ["alive"]);
    });

    test("an unknown namespace is refused in words", async (t) => {
      const open = await session(t, transport);

      await open.send("40/nowhere,");

      assert.equal(await open.receive(), '44/nowhere,{"message":"Invalid namespace"}');
    });

    test("a namespace that was left can be joined again", async (t) => {
      const open = await joined(t, transport);
      await open.send("41");

      const id = await join(open);

      assert.notEqual(id, open.id);
      assert.deepEqual(await asks(open, 1, "ack", "alive"), ["alive"]);
    });

    test("a hundred levels of nesting come back", async (t) => {
      const open = await joined(t, transport);
      const deep = `${"[".repeat(98)}1${"]".repeat(98)}`;

      await open.send(`421["ack",${deep}]`);

      assert.equal(await open.receive(), `431[${deep}]`);
    });

    // Accepted or the end of this session, as the server likes; never more.
    const atOwnRisk = {
      "a bomb of arrays": `42["sink",${"[".repeat(45_000)}${"]".repeat(45_000)}]`,
      "a bomb of objects": `42["sink",${'{"":'.repeat(15_000)}1${"}".repeat(15_000)}]`,
      "an unfinished bomb": `42["sink",${"[".repeat(90_000)}`,
      "a lone surrogate": '42["sink","\\ud800"]',
      "half a pair at the end": '42["sink","\\ud83d\\u0041"]',
      "a number beyond doubles": '42["sink",1e999,-1e999]',
      "a number of a thousand digits": `42["sink",${"9".repeat(1000)}]`,
      "an id beyond 2^53": '4299999999999999999999["ack"]',
      "a lone surrogate for a name": '42["\\udc00"]',
      "a zero in the name of a namespace": "40/\u0000,",
      "a duplicate key": '42["sink",{"a":1,"a":2}]',
      "a number for a name": "42[1]",
      "an event without a payload": "42",
      "an acknowledgement without a payload": "431",
    };

    for (const [what, packet] of Object.entries(atOwnRisk)) {
      test(`${what} harms nobody else`, async (t) => {
        const risky = await joined(t, transport);
        const neighbour = await joined(t, transport);

        await risky.send(packet);

        assert.deepEqual(await asks(neighbour, 1, "ack", "alive"), ["alive"]);
      });
    }
  });
}
