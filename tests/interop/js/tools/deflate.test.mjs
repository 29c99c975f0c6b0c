// permessage-deflate, which the official client offers on Node by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { call } from "../support/client.mjs";
import { join } from "../support/tools.mjs";
import { listen } from "../support/wait.mjs";

for (const way of ["websocket", "upgrade"]) {
  test(`over ${way}: long messages are compressed both ways, and short ones are not`, async (t) => {
    const socket = await join(t, way, "/", { perMessageDeflate: { threshold: 100 } });
    const { ws } = socket.io.engine.transport;
    const messages = listen(socket, "message");
    const long = "a long text ".repeat(5000);

    const before = ws._socket.bytesRead + ws._socket.bytesWritten;
    assert.equal(await call(socket, "message", long), long);
    assert.deepEqual(await messages.next(), [`${long}!`]);
    const carried = ws._socket.bytesRead + ws._socket.bytesWritten - before;

    assert.equal(ws.extensions, "permessage-deflate");
    assert.ok(carried < long.length / 10, `${carried} bytes`);
    assert.equal(await call(socket, "message", "short"), "short");
  });

  test(`over ${way}: a client that does not offer it gets plain messages`, async (t) => {
    const socket = await join(t, way, "/", { perMessageDeflate: false });
    const long = "a long text ".repeat(5000);

    assert.equal(await call(socket, "message", long), long);
    assert.equal(socket.io.engine.transport.ws.extensions, "");
  });
}
