// From polling to WebSocket, step by step, with everything that can go wrong on the way.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OP, closing } from "../support/frame.mjs";
import { SEPARATOR } from "../support/polling.mjs";
import { asks, joined, session } from "../support/session.mjs";
import { until } from "../support/wait.mjs";
import { RawWebSocket, knock, target } from "../support/websocket.mjs";
import { witness } from "../support/witness.mjs";

const seen = witness();

// The WebSocket on which a polling session is about to go on.
async function candidate(t, polling) {
  const socket = await RawWebSocket.open("main", { sid: polling.sid });
  t.after(() => socket.destroy());
  return socket;
}

async function probed(t, polling) {
  const socket = await candidate(t, polling);
  socket.send("2probe");
  assert.equal(await socket.receive(), "3probe");
  return socket;
}

// A poll that the server has in its hands.
async function waitingPoll(polling) {
  const poll = polling.poll();
  await until(() => poll.request.socket?.bytesWritten > 0, "sent");
  await seen.call("sink");
  return poll;
}

async function upgraded(t, polling) {
  const poll = await waitingPoll(polling);
  const socket = await probed(t, polling);
  assert.equal((await poll.answer).text, "6");
  socket.send("5");
  return socket;
}

describe("the way", () => {
  test("a probe is answered, the poll released, and the session goes on", async (t) => {
    const polling = await joined(t, "polling");

    const socket = await upgraded(t, polling);

    assert.deepEqual(await asks(socket, 1, "ack", "over WebSocket"), ["over WebSocket"]);
    const [{ sid, transport }] = await asks(socket, 2, "handshake");
    assert.deepEqual([sid, transport], [polling.id, "websocket"]);
  });

  test("polling is over after the upgrade", async (t) => {
    const polling = await joined(t, "polling");
    const socket = await upgraded(t, polling);
    await asks(socket, 1, "ack");

    for (const answer of [await polling.get(), await polling.post('42["echo"]')]) {
      assert.equal(answer.status, 400);
      assert.deepEqual(JSON.parse(answer.text), { code: 3, message: "Bad request" });
    }
    assert.deepEqual(await asks(socket, 2, "ack", "alive"), ["alive"]);
  });

  test("polling works while the probe is under way", async (t) => {
    const polling = await joined(t, "polling");
    await probed(t, polling);

    await polling.post('42["echo","still polling"]');

    let packet;
    while ((packet = await polling.receive()) === "6");
    assert.equal(packet, '42["echo","still polling"]');
  });

  test("an event right behind the upgrade is not lost", async (t) => {
    const polling = await joined(t, "polling");
    const poll = await waitingPoll(polling);
    const socket = await probed(t, polling);
    await poll.answer;

    socket.send("5");
    for (let i = 0; i < 50; i += 1) socket.send(`42["echo",${i}]`);

    for (let i = 0; i < 50; i += 1) assert.equal(await socket.receive(), `42["echo",${i}]`);
  });

  test("what waits for the last poll goes over the WebSocket", async (t) => {
    const polling = await joined(t, "polling");
    const poll = await waitingPoll(polling);
    const socket = await probed(t, polling);
    assert.equal((await poll.answer).text, "6");

    for (let i = 0; i < 20; i += 1) {
      await seen.call("send", { via: "io", to: [polling.id] }, "news", [i]);
    }
    socket.send("5");

    for (let i = 0; i < 20; i += 1) assert.equal(await socket.receive(), `42["news",${i}]`);
  });

  test("a stream of broadcasts crosses without a gap", async (t) => {
    const polling = await joined(t, "polling");
    const spec = { via: "io", to: [polling.id] };
    let sent = 0;
    let stop = false;
    const stream = (async () => {
      while (!stop) {
        await seen.call("send", spec, "news", [sent]);
        sent += 1;
      }
    })();
    const heard = [];
    const read = (packets) => {
      for (const packet of packets) {
        if (packet !== "6") heard.push(JSON.parse(packet.slice(2))[1]);
      }
    };

    for (let i = 0; i < 5; i += 1) read((await polling.get()).text.split(SEPARATOR));
    const socket = await probed(t, polling);
    read((await polling.get()).text.split(SEPARATOR));
    socket.send("5");
    const enough = heard.length + 100;
    while (heard.length < enough) read([await socket.receive()]);
    stop = true;
    await stream;
    while (heard.length < sent) read([await socket.receive()]);

    assert.deepEqual(heard, Array.from({ length: sent }, (_, i) => i));
  });

  test("a text and its attachments do not part", async (t) => {
    const polling = await joined(t, "polling");
    await polling.post('451-["echo",{"_placeholder":true,"num":0}]', Buffer.from([1]));
    const socket = await probed(t, polling);
    const packets = [];
    while (packets.length < 2) packets.push(...(await polling.get()).text.split(SEPARATOR).filter((packet) => packet !== "6"));
    socket.send("5");

    assert.deepEqual(packets, ['451-["echo",{"_placeholder":true,"num":0}]', "bAQ=="]);
    assert.deepEqual(await asks(socket, 1, "ack", "alive"), ["alive"]);
  });
});

describe("going wrong", () => {
  // The polling session that lives on after a failed attempt.
  async function stillPolling(polling) {
    await polling.post('421["ack","still polling"]');
    let packet;
    while ((packet = await polling.receive()) === "6");
    assert.equal(packet, '431["still polling"]');
  }

  for (const [what, step] of Object.entries({
    "closed before the probe": (socket) => socket.leave(),
    "torn down before the probe": (socket) => socket.destroy(),
    "closed after the probe": async (socket) => {
      socket.send("2probe");
      await socket.receive();
      socket.leave();
    },
    "torn down after the probe": async (socket) => {
      socket.send("2probe");
      await socket.receive();
      socket.destroy();
    },
    "that sends something else": (socket) => socket.send('42["echo"]'),
    "that sends a ping without the word": (socket) => socket.send("2"),
    "that breaks the frame rules": (socket) => socket.frame(OP.text, "2probe", { mask: false }),
    "that closes with a wrong code": (socket) => socket.frame(OP.close, closing(5)),
  })) {
    test(`a candidate ${what} leaves the session polling`, async (t) => {
      const polling = await joined(t, "polling");
      const socket = await candidate(t, polling);

      await step(socket);
      await socket.ended();

      await stillPolling(polling);
    });
  }

  test("a second candidate does not take over the session of the first", async (t) => {
    const polling = await joined(t, "polling");
    const first = await probed(t, polling);
    const second = await knock(target("main", { sid: polling.sid }));
    if (second.status === 101) await new RawWebSocket(second.socket, second.early).ended();
    else second.socket.destroy();

    const poll = await polling.get();
    assert.equal(poll.text, "6");
    first.send("5");

    assert.deepEqual(await asks(first, 1, "ack", "alive"), ["alive"]);
  });

  test("a WebSocket session is not upgraded again", async (t) => {
    const open = await joined(t, "websocket");
    const again = await knock(target("main", { sid: open.sid }));
    again.socket.destroy();

    assert.deepEqual(await asks(open, 1, "ack", "alive"), ["alive"]);
  });

  test("a session of another instance is not upgraded", async (t) => {
    const polling = await session(t, "polling", { instance: "poll" });

    const { status, socket } = await knock(target("main", { sid: polling.sid }));
    socket.destroy();

    assert.ok(status >= 400 && status < 500, `status ${status}`);
  });

  test("the session ends with its polling transport, whatever the candidate does", async (t) => {
    const polling = await joined(t, "polling");
    const socket = await probed(t, polling);

    await polling.post("1");
    socket.send("5");

    assert.equal(await seen.reasonOf(polling.id), "transport close");
    await socket.ended();
  });

  test("the end of the WebSocket is the end of the upgraded session", async (t) => {
    const polling = await joined(t, "polling");
    const socket = await upgraded(t, polling);
    await asks(socket, 1, "ack");

    socket.leave();

    assert.equal(await seen.reasonOf(polling.id), "transport close");
  });
});
