// Two servers behind a proxy are replaced, one after the other, while official clients work. The configurations are those of
// the guide.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { io } from "socket.io-client";
import { freePort } from "../support/port.mjs";
import { until, within } from "../support/wait.mjs";

const chapter = readFileSync(new URL("../../../../socketio/docs/production.md", import.meta.url), "utf8");
const program = process.env.RUN_SERVER;
const CLIENTS = 10;

// The configuration of the guide whose first line names this file, with other addresses.
function configuration(file, replacements) {
  const blocks = [...chapter.matchAll(/```text\n# (\S+)\n(.*?)```/gs)];
  let text = blocks.find(([, name]) => name === file)?.[2];
  assert.ok(text, `the guide has ${file}`);
  for (const [from, to] of replacements) {
    assert.ok(text.includes(from), `${file} has ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

function start(t, command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  t.after(async () => {
    child.kill("SIGTERM");
    // What is left of a server then ends at once.
    setTimeout(() => child.kill("SIGTERM"), 100);
    await exited;
  });
  return { child, exited };
}

// A server that drains on SIGTERM.
async function server(t, port) {
  const { child, exited } = start(t, program, [`127.0.0.1:${port}`, "drain"]);
  const lines = createInterface({ input: child.stdout });
  await within(new Promise((resolve) => lines.once("line", resolve)), "listening server");
  return { pid: child.pid, exited, stop: () => child.kill("SIGTERM") };
}

// What a GET brings, if it brings anything.
async function text(url) {
  try {
    const response = await fetch(url);
    return response.ok && (await response.text());
  } catch {
    return false;
  }
}

const proxies = {
  async haproxy(t, folder, port, [one, two]) {
    const file = join(folder, "haproxy.cfg");
    writeFileSync(file, configuration("haproxy.cfg", [
      ["bind :8000", `bind 127.0.0.1:${port}`],
      ["127.0.0.1:5001", `127.0.0.1:${one}`],
      ["127.0.0.1:5002", `127.0.0.1:${two}`],
    ]));
    start(t, "haproxy", ["-db", "-q", "-f", file]);
  },

  async nginx(t, folder, port, [one, two]) {
    const site = configuration("nginx.conf", [
      ["listen 8000", `listen 127.0.0.1:${port}`],
      ["127.0.0.1:5001", `127.0.0.1:${one}`],
      ["127.0.0.1:5002", `127.0.0.1:${two}`],
    ]);
    writeFileSync(join(folder, "nginx.conf"), `
      daemon off; pid nginx.pid; error_log stderr crit; worker_processes 1;
      events {}
      http {
        access_log off;
        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
        ${site}
      }`);
    start(t, "nginx", ["-p", folder, "-c", join(folder, "nginx.conf")]);
  },
};

// A client that asks again and again which server it has, and keeps what it is told.
function worker(t, url, transports) {
  const socket = io(url, {
    transports,
    forceNew: true,
    withCredentials: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 200,
  });
  t.after(() => socket.disconnect());
  const worker = { socket, answered: 0, lost: 0, pid: undefined, reasons: [] };
  socket.on("disconnect", (reason) => worker.reasons.push(reason));
  const ask = async () => {
    try {
      worker.pid = await socket.timeout(5000).emitWithAck("who");
      worker.answered += 1;
    } catch {
      worker.lost += 1;
    }
    if (socket.active) setTimeout(ask, 5);
  };
  socket.once("connect", ask);
  return worker;
}

for (const [name, transports] of [["haproxy", ["polling"]], ["haproxy", ["polling", "websocket"]], ["nginx", ["websocket"]]]) {
  test(`a rolling restart behind ${name}, over ${transports.join(" and ")}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), `rolling-${name}-`));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const ports = [await freePort(), await freePort()];
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    let servers = [await server(t, ports[0]), await server(t, ports[1])];
    await proxies[name](t, folder, port, ports);
    await until(async () => (await text(`${url}/ready`)) === "ready", `${name} answers`);
    const workers = Array.from({ length: CLIENTS }, () => worker(t, url, transports));
    await until(() => workers.every((worker) => worker.answered > 5), "working clients", 20_000);

    for (const place of [0, 1]) {
      const old = servers[place];
      old.stop();
      assert.equal(await within(old.exited, "end of a drained server", 15_000), 0);
      const settled = () => workers.every(({ socket, pid }) => socket.connected && pid !== old.pid);
      await until(settled, "clients with another server", 20_000);
      servers[place] = await server(t, ports[place]);
      // The proxy has seen that it is back before the next one leaves.
      await until(async () => (await text(`${url}/pid`)) === String(servers[place].pid), "the new server behind the proxy");
    }

    const before = workers.map(({ answered }) => answered);
    await until(() => workers.every(({ answered }, index) => answered > before[index] + 5), "clients that go on");
    for (const { reasons, lost } of workers) {
      // Each server sends a client away once; a question that was under way then is not answered.
      assert.ok(reasons.length <= 2, reasons.join(", "));
      assert.ok(reasons.every((reason) => reason.startsWith("transport ")), reasons.join(", "));
      assert.ok(lost <= reasons.length, `${lost} of its questions had no answer`);
    }
  });
}
