// A contract server of one's own, for what must not happen to the shared one.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { program } from "./env.mjs";
import { within } from "./wait.mjs";

export async function serve(t, port = 0) {
  if (!program) throw new Error("CONTRACT_SERVER names no program");
  const child = spawn(program, ["--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const stop = async (signal = "SIGKILL") => {
    child.kill(signal);
    return within(exited, "end of the server");
  };
  t.after(() => stop());
  const announced = new Promise((resolve, reject) => {
    exited.then(() => reject(new Error("the server ended before it listened")));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /^listening on (http:\S+)$/.exec(line);
      if (found) resolve(found[1]);
    });
  });
  const url = await within(announced, "listening server", 30_000);
  return { url, port: Number(new URL(url).port), pid: child.pid, exited, stop };
}
