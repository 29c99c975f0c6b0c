// Packets that make no sense. Each ends its own session, with a reason, and nothing else.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { asks, join, joined, session, transportNames } from "../support/session.mjs";
import { witness } from "../support/witness.mjs";

const REASONS = ["forced close", "forced server close", "parse error", "transport error"];
const bytes = Buffer.from([1, 2, 3]);
const placeholder = (num) => `{"_placeholder":true,"num":${num}}`;

// What is sent, packet by packet, by a session that has joined `/`.
const violations = {
  "Engine.IO": {
    "an unknown packet type": ["9"],
    "a packet type that is a letter": ["x"],
    "a ping in the wrong direction": ["2"],
  },
  "Socket.IO": {
    "an unknown packet type": ["47"],
    "a packet type that is no digit": ["4x"],
    "no packet type": ["4"],
    "a CONNECT_ERROR from a client": ['44{"message":"no"}'],
  },
  "CONNECT": {
    "a second one": ["40"],
    "with a text": ['40"token"'],
    "with an array": ["40[1]"],
    "with broken JSON": ["40/chat,{"],
  },
  "DISCONNECT": {
    "with a payload": ["41{}"],
  },
  "EVENT": {
    "with an object": ['42{"a":1}'],
    "with a text": ['42"echo"'],
    "with an empty array": ["42[]"],
    "without a name": ["42[null]"],
    "with an object for a name": ["42[{}]"],
    "with broken JSON": ['42["echo",'],
    "with something behind the JSON": ['42["echo"]x'],
    "with NaN": ['42["echo",NaN]'],
    "with a trailing comma": ['42["echo",]'],
    "with single quotes": ["42['echo']"],
    "with a letter in its id": ['421a["echo"]'],
    "with a negative id": ['42-1["echo"]'],
    "for a namespace not joined": ['42/chat,["echo"]'],
    "for a namespace that does not exist": ['42/nowhere,["echo"]'],
    ...Object.fromEntries(
      ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"].map((name) => [
        `named ${name}`, [`42["${name}"]`],
      ]),
    ),
    "named disconnect by an escape": ['42["disconn\\u0065ct"]'],
  },
  "ACK": {
    "with an object": ["431{}"],
    "with a text": ['431"x"'],
    "for a namespace not joined": ["43/chat,1[]"],
  },
  "attachments": {
    "no count": [`45-["echo",${placeholder(0)}]`],
    "no dash": [`451["echo",${placeholder(0)}]`],
    "a count of 0": ['450-["echo"]'],
    "a negative count": [`45-1-["echo",${placeholder(0)}]`],
    "a fraction for a count": [`451.5-["echo",${placeholder(0)}]`],
    "a letter for a count": [`45a-["echo",${placeholder(0)}]`],
    "more than ten": [`4511-["echo",${placeholder(0)}]`],
    "a huge count": [`4599999999999999999999-["echo",${placeholder(0)}]`],
    "a number out of range": [`451-["echo",${placeholder(1)}]`, bytes],
    "a negative number": [`451-["echo",${placeholder(-1)}]`, bytes],
    "a fraction for a number": [`451-["echo",${placeholder(0.5)}]`, bytes],
    "a text for a number": [`451-["echo",${placeholder('"0"')}]`, bytes],
    "no number": ['451-["echo",{"_placeholder":true}]', bytes],
    "a text instead": [`451-["echo",${placeholder(0)}]`, '42["echo"]'],
    "one that nobody announced": [bytes],
    "one too many": [`451-["echo",${placeholder(0)}]`, bytes, bytes],
    "of a CONNECT": [`450{}`, bytes],
    "of an event that is no array": [`451-{"a":${placeholder(0)}}`, bytes],
    "of a reserved event": [`451-["connect",${placeholder(0)}]`, bytes],
  },
};

const seen = witness();

for (const transport of transportNames) {
  describe(`over ${transport}`, () => {
    for (const [group, cases] of Object.entries(violations)) {
      describe(group, () => {
        for (const [what, packets] of Object.entries(cases)) {
          test(what, async (t) => {
            const culprit = await joined(t, transport);
            const neighbour = await joined(t, transport);

            for (const packet of packets) await culprit.send(packet);
            await culprit.ended();

            const record = await seen.obit(culprit.id);
            assert.ok(REASONS.includes(record?.reason), `reason ${record?.reason}`);
            assert.deepEqual(record.rooms, [culprit.id]);
            assert.deepEqual(await asks(neighbour, 1, "ack", "alive"), ["alive"]);
          });
        }
      });
    }

    describe("before CONNECT", () => {
      for (const [what, packet] of Object.entries({
        "an EVENT": '42["echo"]',
        "an EVENT that asks": '421["ack"]',
        "an ACK": "431[]",
        "a DISCONNECT": "41",
        "an EVENT with attachments": `451-["echo",${placeholder(0)}]`,
      })) {
        test(what, async (t) => {
          const culprit = await session(t, transport);

          await culprit.send(packet);
          if (packet.startsWith("45")) await culprit.send(bytes);

          await culprit.ended();
        });
      }

      test("nothing for too long", async (t) => {
        const idle = await session(t, transport);
        const begin = Date.now();

        await idle.ended();

        const waited = Date.now() - begin;
        assert.ok(waited > 700 && waited < 5000, `closed after ${waited} ms`);
      });

      test("a refused namespace does not count as joined", async (t) => {
        const idle = await session(t, transport);
        await idle.send("40/auth,");
        assert.equal(await idle.receive(), '44/auth,{"message":"no token"}');

        await idle.ended();
      });
    });

    test("a session that joined a namespace outlives the connect timeout", async (t) => {
      const patient = await joined(t, transport);

      assert.deepEqual(await asks(patient, 1, "slow", 1500, "alive"), ["alive"]);
    });

    test("one wrong packet ends every namespace of its session", async (t) => {
      const culprit = await joined(t, transport);
      const inChat = await join(culprit, "/chat");

      await culprit.send("42[]");
      await culprit.ended();

      for (const id of [culprit.id, inChat]) {
        const record = await seen.obit(id);
        assert.ok(REASONS.includes(record?.reason), `reason ${record?.reason}`);
      }
    });
  });
}
