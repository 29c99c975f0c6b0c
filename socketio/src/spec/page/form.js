// Forms made from schemas. A field has an `element` to be shown, and `read()`, which gives its value or throws a sentence.

import { h, words } from "./log.js";
import { example, limits, options, resolved, shown, typeName } from "./schema.js";

/** Deeper than this, a value is typed as JSON. */
const DEEPEST = 6;

let ids = 0;

/** A field with its label. */
export function field(name, schema, { optional = false, docs = "" } = {}) {
  const inner = input(schema, 0);
  const id = `field-${ids++}`;
  const hint = [typeName(schema), limits(resolved(schema))].filter(Boolean).join(", ");
  const used = optional ? h("input", { type: "checkbox", "aria-label": `send ${name}` }) : null;
  const label = inner.focusable
    ? h("label", { for: id }, used, used ? ` ${name} ` : `${name} `, h("span", { class: "hint" }, hint))
    : h("div", { class: "name" }, used, used ? ` ${name} ` : `${name} `, h("span", { class: "hint" }, hint));
  if (inner.focusable) inner.focusable.id = id;
  if (used) {
    inner.element.hidden = true;
    used.addEventListener("change", () => (inner.element.hidden = !used.checked));
  }
  const text = docs || resolved(schema)?.description;
  return {
    element: h("div", { class: "field" }, label, text ? words(text) : null, inner.element),
    read: () => (used && !used.checked ? undefined : inner.read()),
  };
}

function input(schema, depth) {
  if (schema === undefined || schema === true || depth > DEEPEST) return json(example(schema, depth));
  if (schema.$ref) return input(resolved(schema), depth + 1);
  if ("const" in schema) return { element: h("code", {}, JSON.stringify(schema.const)), read: () => schema.const };
  if (schema.enum) return select(schema.enum.map((value) => [String(value), value]));
  if (options(schema)) return choice(schema, options(schema), depth);
  if (schema.allOf) return schema.allOf.length === 1 ? input(schema.allOf[0], depth) : json(example(schema));
  const types = [schema.type].flat();
  if (types.length > 1) return choice({}, types.map((type) => ({ ...schema, type })), depth);
  switch (types[0]) {
    case "null": return { element: h("code", {}, "null"), read: () => null };
    case "boolean": return checkbox();
    case "integer":
    case "number": return number(schema);
    case "string": return schema.format === "binary" ? file() : text(schema);
    case "array": return schema.prefixItems ? tuple(schema.prefixItems, depth) : list(schema, depth);
    case "object": return schema.properties ? object(schema, depth) : json(example(schema));
    default: return json(example(schema));
  }
}

function text(schema) {
  const long = (schema.maxLength ?? 0) > 200;
  const element = h(long ? "textarea" : "input", { autocomplete: "off", spellcheck: "false" });
  element.value = example(schema);
  return { element, focusable: element, read: () => element.value };
}

function number(schema) {
  const element = h("input", { type: "number", step: schema.type === "integer" ? "1" : "any" });
  element.value = example(schema);
  const read = () => {
    if (element.value === "") throw new Error("a number is missing");
    return Number(element.value);
  };
  return { element, focusable: element, read };
}

function checkbox() {
  const element = h("input", { type: "checkbox" });
  return { element, focusable: element, read: () => element.checked };
}

function file() {
  const element = h("input", { type: "file" });
  let bytes = new ArrayBuffer(0);
  element.addEventListener("change", async () => (bytes = (await element.files[0]?.arrayBuffer()) ?? new ArrayBuffer(0)));
  return { element, focusable: element, read: () => bytes };
}

function select(values) {
  const element = h("select", {}, ...values.map(([label], at) => h("option", { value: at }, label)));
  return { element, focusable: element, read: () => values[element.value][1] };
}

/** One of several: which one is chosen above its own fields. */
function choice(schema, all, depth) {
  const base = schema.properties ? object(schema, depth) : null;
  const element = h("select", { "aria-label": "which form" }, ...all.map((option, at) => h("option", { value: at }, variant(option))));
  const place = h("div");
  let chosen;
  const show = () => {
    chosen = input(all[element.value], depth + 1);
    place.replaceChildren(chosen.element);
  };
  element.addEventListener("change", show);
  show();
  const read = () => (base ? { ...base.read(), ...chosen.read() } : chosen.read());
  return { element: h("div", {}, base?.element, element, place), read };
}

/** What a variant is called: by its tag, its only member, or its type. */
function variant(schema) {
  const members = Object.entries(resolved(schema).properties ?? {});
  const tag = members.find(([, member]) => "const" in member);
  if (tag) return String(tag[1].const);
  return members.length === 1 ? members[0][0] : typeName(schema);
}

function object(schema, depth) {
  const all = Object.entries(schema.properties).map(([name, member]) => {
    const inner = depth + 1 > DEEPEST ? { ...json(null), focusable: null } : null;
    const optional = !schema.required?.includes(name);
    return [name, inner ?? nested(name, member, optional, depth + 1)];
  });
  const read = () => {
    const entries = all.map(([name, { read }]) => [name, read()]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  };
  return { element: h("fieldset", {}, ...all.map(([, { element }]) => element)), read };
}

/** A member of an object. What is optional is made when it is wanted, since a type may have itself in it. */
function nested(name, schema, optional, depth) {
  const place = h("div");
  const used = optional ? h("input", { type: "checkbox" }) : null;
  let inner;
  const show = () => {
    inner = !used || used.checked ? input(schema, depth) : undefined;
    place.replaceChildren(...(inner ? [inner.element] : []));
    if (inner?.focusable) inner.focusable.setAttribute("aria-label", name);
  };
  used?.addEventListener("change", show);
  show();
  const hint = [typeName(schema), limits(resolved(schema))].filter(Boolean).join(", ");
  const label = h("label", {}, used, used ? ` ${name} ` : `${name} `, h("span", { class: "hint" }, hint));
  const docs = schema.description ? words(schema.description) : null;
  return { element: h("div", { class: "field" }, label, docs, place), read: () => inner?.read() };
}

function tuple(items, depth) {
  const all = items.map((item, at) => nested(`${at + 1}.`, item, false, depth + 1));
  return { element: h("fieldset", {}, ...all.map(({ element }) => element)), read: () => all.map(({ read }) => read()) };
}

function list(schema, depth) {
  const place = h("div");
  let all = [];
  const add = () => {
    const item = input(schema.items, depth + 1);
    const remove = h("button", { type: "button" }, "Remove");
    const element = h("div", { class: "field" }, item.element, remove);
    remove.addEventListener("click", () => {
      all = all.filter((other) => other !== item);
      element.remove();
    });
    all.push(item);
    place.append(element);
  };
  for (let count = 0; count < Math.min(schema.minItems ?? 0, 20); count++) add();
  const button = h("button", { type: "button" }, "Add");
  button.addEventListener("click", add);
  return { element: h("fieldset", {}, place, button), read: () => all.map(({ read }) => read()) };
}

function json(value) {
  const element = h("textarea", { spellcheck: "false", "aria-label": "a value as JSON" });
  element.value = shown(value, 2);
  const read = () => {
    try {
      return JSON.parse(element.value);
    } catch (error) {
      throw new Error(`this is no JSON: ${error.message}`, { cause: error });
    }
  };
  return { element, focusable: element, read };
}
