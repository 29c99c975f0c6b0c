// The declarations are what a client in TypeScript needs: a program that uses each event compiles under `--strict`, and
// each program in `wrong` has exactly the mistake that its first line names.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";
import { folder } from "./support/folder.mjs";

const here = new URL("typescript", import.meta.url).pathname;
const wrong = readdirSync(`${here}/wrong`).map((name) => `${here}/wrong/${name}`);
const right = `${here}/right.ts`;
const example = new URL("../../../examples/contract/client.ts", import.meta.url).pathname;
const program = ts.createProgram([right, example, ...wrong], {
  strict: true,
  exactOptionalPropertyTypes: false,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  skipLibCheck: false,
  types: [],
  paths: {
    events: [`${folder}/events.d.ts`],
    // The example has no packages of its own.
    "socket.io-client": [new URL("node_modules/socket.io-client", import.meta.url).pathname],
  },
});

function mistakes(file) {
  const source = program.getSourceFile(file);
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return found.map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}

test("the declarations are right by themselves", () => {
  assert.deepEqual(mistakes(`${folder}/events.d.ts`), []);
});

test("a program that uses each event compiles", () => {
  assert.deepEqual(mistakes(right), []);
});

test("the client of the example compiles", () => {
  assert.deepEqual(mistakes(example), []);
});

test("each event is used", () => {
  const contract = JSON.parse(readFileSync(`${folder}/schemas.json`, "utf8"));
  const text = readFileSync(right, "utf8");
  for (const { clientToServer, serverToClient } of Object.values(contract.namespaces)) {
    for (const { event } of [...clientToServer, ...serverToClient]) {
      if (event !== "*") assert.ok(text.includes(JSON.stringify(event)), event);
    }
  }
});

for (const file of wrong) {
  test(`${file.slice(here.length + 1)} does not compile`, () => {
    const expected = readFileSync(file, "utf8").split("\n")[0].replace("// ", "");
    const found = mistakes(file);
    assert.equal(found.length, 1, found.join("\n"));
    assert.ok(found[0].startsWith(expected), `expected ${expected}, found ${found[0]}`);
  });
}
