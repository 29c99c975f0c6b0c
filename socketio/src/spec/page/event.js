// One event as a card: what it is, and for those that clients send, a form that sends it.

import { field } from "./form.js";
import { h, log, words } from "./log.js";
import { example, limits, misfitOfArgs, resolved, shown, typeName } from "./schema.js";

/** The card of an event that clients send. `connection` gives the open connection, or nothing. */
export function inbound(namespace, event, id, connection) {
  const answer = event.answer.length > 0 ? table(event.answer) : h("p", {}, "Nothing.");
  const errors = event.errors ?? [];
  const card = frame(event, id, "in", "to the server", [
    h("div", { class: "columns" },
      h("div", {}, h("h4", {}, "Arguments"), args(event.args, event.rest)),
      h("div", {}, h("h4", {}, "Answer"), answer)),
    ...notes(event),
    errors.length > 0 ? h("h4", {}, "Errors") : null,
    errors.length > 0 ? h("table", {}, ...errors.map(({ kind, message }) => h("tr", {}, h("td", {}, h("code", {}, kind)), h("td", {}, message)))) : null,
    h("h4", {}, "Example"),
    h("pre", {}, shown([event.event === "*" ? "any name" : event.event, ...event.args.map(({ schema }) => example(schema))])),
  ]);
  card.querySelector(".body").append(h("h4", {}, "Try it"), form(namespace, event, connection));
  return card;
}

/** The card of an event that clients get. */
export function outbound(event, id) {
  return frame(event, id, "out", "to the client", [
    h("h4", {}, "Arguments"), args(event.args, false),
    event.answer ? h("h4", {}, "The client answers") : null,
    event.answer ? args(event.answer, false) : null,
    h("h4", {}, "Example"),
    h("pre", {}, shown([event.event, ...event.args.map(({ schema }) => example(schema))])),
  ]);
}

function frame({ event, docs }, id, way, label, children) {
  const first = (docs ?? "").split("\n")[0];
  const more = (docs ?? "").slice(first.length).trim();
  return h("details", { class: "card", id },
    h("summary", {}, h("span", { class: `way ${way}` }, label), h("h3", {}, event), h("span", { class: "first" }, first)),
    h("div", { class: "body" }, more ? words(more) : null, ...children));
}

function args(list, rest) {
  if (list.length === 0) return h("p", {}, rest ? "Any arguments." : "None.");
  return h("div", {}, table(list), rest ? h("p", {}, "Any arguments may follow.") : null);
}

/** Arguments, each with the members of its type. */
function table(list) {
  const rows = list.flatMap(({ name, schema, optional }) => [row(name, schema, optional), ...members(name, schema, 0)]);
  return h("table", {}, ...rows);
}

function row(name, schema, optional) {
  const own = resolved(schema);
  const said = [optional ? "may be left out" : "", limits(own), schema.description ?? own?.description ?? ""].filter(Boolean).join(". ");
  return h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, h("code", {}, typeName(schema))), h("td", {}, said));
}

function members(prefix, schema, depth) {
  const own = resolved(schema);
  if (depth > 2 || !own?.properties) return [];
  return Object.entries(own.properties).flatMap(([name, member]) => {
    const path = `${prefix}.${name}`;
    return [row(path, member, !own.required?.includes(name)), ...members(path, member, depth + 1)];
  });
}

function notes({ guards, order }) {
  const found = [];
  if (guards?.length > 0) found.push(`Guarded by ${guards.map((guard) => `\`${guard}\``).join(", ")}.`);
  if (order && order !== "default") found.push(`Order: ${order}.`);
  return found.map(words);
}

function form(namespace, event, connection) {
  const fields = event.args.map(({ name, schema, optional }) => field(name, schema, { optional }));
  const name = event.event === "*" ? field("event", { type: "string" }) : null;
  const rest = event.rest ? field("more arguments", { type: "array", items: true }) : null;
  const result = h("div", { class: "answer", role: "status" });
  const send = h("button", { class: "primary" }, "Send");
  const element = h("form", { novalidate: "" }, name?.element, ...fields.map(({ element }) => element), rest?.element, send, result);
  element.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const wire = connection();
    if (!wire) return say(result, "Connect to the namespace first.", undefined, true);
    let values;
    try {
      values = [...fields.map(({ read }) => read()), ...(rest?.read() ?? [])];
    } catch (error) {
      return say(result, error.message, undefined, true);
    }
    while (values.length > 0 && values.at(-1) === undefined) values.pop();
    const called = name ? name.read() : event.event;
    const fault = misfitOfArgs(values, event.args, event.rest);
    log("→", namespace, called, values, fault);
    say(result, "Waiting for the answer …");
    const begin = performance.now();
    wire.emit(called, values, (...answer) => {
      const took = `${(performance.now() - begin).toFixed(1)} ms`;
      const failed = answer[0]?.error?.kind !== undefined;
      const fault = failed ? undefined : misfitOfArgs(answer, event.answer, false);
      log("←", namespace, `answer to ${called} after ${took}`, answer, fault);
      const heading = failed ? `Failed after ${took}: ${answer[0].error.message}` : `Answered after ${took}`;
      say(result, fault ? `${heading}. It does not fit: ${fault}` : heading, answer, failed || fault);
    });
  });
  return element;
}

function say(place, text, values, isBad) {
  place.replaceChildren(h("p", isBad ? { class: "bad" } : {}, text), values === undefined ? "" : h("pre", {}, shown(values.length === 1 ? values[0] : values, 2)));
}
