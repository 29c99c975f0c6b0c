// The AsyncAPI documents are valid by the official parser, in both forms.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Parser } from "@asyncapi/parser";
import { folder } from "./support/folder.mjs";

const ERROR = 0;

for (const name of ["asyncapi.yaml", "asyncapi.json"]) {
  test(`${name} is valid`, async () => {
    const { document, diagnostics } = await new Parser().parse(readFileSync(`${folder}/${name}`, "utf8"));

    assert.deepEqual(diagnostics.filter(({ severity }) => severity === ERROR), []);
    assert.equal(document.version(), "3.0.0");
    const operations = document.operations().all().map((operation) => operation.id());
    assert.ok(operations.includes("chat_receive_say"), operations.join());
    assert.ok(operations.includes("chat_send_user_joined"), operations.join());
    const say = document.operations().get("chat_receive_say");
    assert.equal(say.reply().messages().all().length, 2);
  });
}

test("a document with a mistake is not", async () => {
  const document = JSON.parse(readFileSync(`${folder}/asyncapi.json`, "utf8"));
  delete document.operations.chat_receive_say.action;

  const { diagnostics } = await new Parser().parse(JSON.stringify(document));

  assert.ok(diagnostics.some(({ severity }) => severity === ERROR));
});
