// The team example behind nginx and Caddy, with the configurations in its folder: TLS, a prefix, one origin.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Tab, browser, example } from "../support/browser.mjs";
import { freePort } from "../support/port.mjs";
import { until } from "../support/wait.mjs";

const deploy = new URL("../../../../examples/team/deploy/", import.meta.url);

// A configuration of the example, with each of these texts replaced. Each must be there.
function adapted(name, replacements) {
  let text = readFileSync(new URL(name, deploy), "utf8");
  for (const [from, to] of replacements) {
    assert.ok(text.includes(from), `${name} has ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

// Starts a proxy, and waits until it lets the page through.
async function start(t, command, args, env, url) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  // Not SIGKILL: the workers of nginx would stay.
  t.after(() => new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  }));
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const isUp = () => {
    assert.equal(child.exitCode, null, said);
    return new Promise((resolve) => {
      const request = get(url, { rejectUnauthorized: false }, (response) => resolve(response.resume().statusCode === 200));
      request.on("error", () => resolve(false));
    });
  };
  await until(isUp, `${command} answers`, 30_000);
}

const proxies = {
  async nginx(t, folder, target, port) {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
      "-keyout", key, "-out", certificate], { stdio: "ignore" });
    const server = adapted("nginx.conf", [
      ["127.0.0.1:5000", target],
      ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
      ["/etc/ssl/example.org.crt", certificate],
      ["/etc/ssl/example.org.key", key],
      ["server_name example.org", "server_name localhost"],
    ]);
    copyFileSync(new URL("team-proxy.conf", deploy), join(folder, "team-proxy.conf"));
    writeFileSync(join(folder, "nginx.conf"), `
      daemon off; pid nginx.pid; error_log stderr; worker_processes 1;
      events {}
      http {
        access_log off;
        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
        ${server}
      }`);
    await start(t, "nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {}, `https://localhost:${port}/team/`);
  },

  async caddy(t, folder, target, port) {
    const site = adapted("Caddyfile", [["127.0.0.1:5000", target], ["example.org {", `localhost:${port} {\n\ttls internal`]]);
    writeFileSync(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n${site}`);
    const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    await start(t, "caddy", ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"], env, `https://localhost:${port}/team/`);
  },
};

for (const [name, proxy] of Object.entries(proxies)) {
  test(`the team works behind ${name}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), `${name}-`));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const port = await freePort();
    const { url, lines } = await example(t, "team", { TEAM_SECURE: "1" });
    await proxy(t, folder, new URL(url).host, port);
    const context = await browser(t, { ignoreHTTPSErrors: true });
    const requests = [];
    context.on("request", (request) => requests.push(request.url()));

    // Without the slash, as somebody types it.
    const [ann, second] = [
      await Tab.open(context, `https://localhost:${port}/team`, "not logged in"),
      await Tab.open(context, `https://localhost:${port}/team/`, "not logged in"),
    ];
    await ann.waitFor("#login-title", "Log in");
    await ann.send("#login form", { name: "ann", password: "demo" });
    await ann.waitFor("#state", "connected");
    await second.page.reload();
    await second.waitFor("#state", "connected");
    for (const tab of [ann, second]) await tab.waitFor(".transport", "websocket");
    await ann.send("#say", { text: `Hello through ${name}` });
    await second.waitFor("#lines li span", `Hello through ${name}`);
    await ann.send("#announce", { text: "By HTTP" });
    await second.waitFor("#lines .announcement span", "By HTTP");
    await ann.page.click("#logout");
    await second.waitFor("#state", "not logged in");

    const [cookie] = await context.cookies();
    assert.ok(!cookie || cookie.secure, "the cookie is sent by TLS only");
    assert.ok(requests.every((request) => request.startsWith(`https://localhost:${port}/team`)), requests.join("\n"));
    assert.ok(requests.some((request) => request.includes("transport=polling")));
    assert.ok(!lines.some((line) => / WARN .*(origin|refused)/i.test(line)), lines.join("\n"));
  });
}
