// The page: reads the contract, shows its namespaces and events, and holds a connection for each namespace.

import { inbound, outbound } from "./event.js";
import { field } from "./form.js";
import { h, log, words } from "./log.js";
import { misfitOfArgs, useTypes } from "./schema.js";
import { Wire } from "./wire.js";

const main = document.querySelector("#events");
const nav = document.querySelector("#namespaces");

try {
  const response = await fetch("contract.json");
  if (!response.ok) throw new Error(`the contract cannot be read: ${response.status}`);
  show(await response.json());
} catch (error) {
  main.replaceChildren(h("p", { class: "bad" }, error.message));
}

function show(contract) {
  useTypes(contract.$defs);
  document.title = contract.title;
  document.querySelector("#title").textContent = `${contract.title} ${contract.version}`;
  document.querySelector("#about").textContent = contract.description ?? "";
  const namespaces = Object.entries(contract.namespaces);
  main.replaceChildren(...namespaces.map(([name, namespace], at) => section(contract, name, namespace, `namespace-${at}`)));
  if (namespaces.length === 0) main.replaceChildren(h("p", {}, "This server has no events."));
  nav.replaceChildren(...namespaces.map(([name, namespace], at) => contents(name, namespace, `namespace-${at}`)));
  document.querySelector("#find").addEventListener("input", ({ target }) => find(target.value.trim().toLowerCase()));
  open();
  addEventListener("hashchange", open);
}

/** The events of a namespace, in the order in which they are shown. */
function events(namespace) {
  return [...namespace.clientToServer.map((event) => ["in", event]), ...namespace.serverToClient.map((event) => ["out", event])];
}

function contents(name, namespace, id) {
  const link = ([way, event], at) => h("li", {}, h("a", { href: `#${id}-${at}`, "data-way": way }, event.event));
  return h("div", {}, h("h2", {}, name), h("ul", {}, ...events(namespace).map(link)));
}

function section(contract, name, namespace, id) {
  const connection = connect(contract, name, namespace);
  const cards = events(namespace).map(([way, event], at) =>
    way === "in" ? inbound(name, event, `${id}-${at}`, connection.open) : outbound(event, `${id}-${at}`));
  return h("section", { class: "namespace", id }, h("h2", {}, name), connection.element, ...cards);
}

/** The form that connects to a namespace, and the connection while there is one. */
function connect(contract, name, namespace) {
  let wire = null;
  let isOpen = false;
  const params = Object.entries(namespace.parameters ?? {}).map(([param, schema]) => [param, field(param, schema)]);
  const any = name === "*" ? field("namespace", { type: "string", examples: ["/any"] }) : null;
  const auth = namespace.connect?.auth;
  const login = auth ? field("auth", auth.schema, { optional: auth.optional }) : null;
  const state = h("span", { class: "state", role: "status" }, "not connected");
  const button = h("button", { class: "primary" }, "Connect");
  const docs = namespace.connect?.docs;
  const element = h("form", { class: "card connection", novalidate: "" },
    docs ? words(docs) : null, any?.element, ...params.map(([, { element }]) => element), login?.element, button, " ", state);

  const become = (text, kind = "") => {
    state.textContent = text;
    state.className = `state ${kind}`;
    button.textContent = isOpen ? "Disconnect" : "Connect";
    button.disabled = wire !== null && !isOpen;
  };
  const end = (text, kind) => {
    if (!wire) return;
    wire = null;
    isOpen = false;
    become(text, kind);
  };

  element.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    if (wire) {
      log("→", name, "disconnect");
      wire.disconnect();
      return end("not connected");
    }
    if (contract.format !== "json") return become("this server speaks MessagePack, and this page does not", "refused");
    let place, payload;
    try {
      place = params.reduce((text, [param, { read }]) => text.replace(`{${param}}`, read()), any ? any.read() : name);
      payload = login?.read();
    } catch (error) {
      return become(error.message, "refused");
    }
    const mine = (wire = new Wire(contract.path, place, payload));
    const current = (listener) => ({ detail }) => mine === wire && listener(detail);
    become("connecting …");
    log("→", place, "connect", payload);
    wire.addEventListener("connected", current(({ sid }) => {
      isOpen = true;
      become(`connected as ${sid}`, "connected");
      log("←", place, "connected", sid);
    }));
    wire.addEventListener("refused", current((refusal) => {
      log("←", place, "refused", refusal);
      end(`refused: ${refusal?.message}`, "refused");
    }));
    wire.addEventListener("closed", current(({ reason }) => {
      log("←", place, reason);
      end(reason, "refused");
    }));
    wire.addEventListener("event", current(({ event, args, answer }) => {
      const known = namespace.serverToClient.find((known) => known.event === event);
      const fault = known ? misfitOfArgs(args, known.args, false) : "this event is not in the contract";
      log("←", place, event + (answer ? " (waits for an answer)" : ""), args, fault && (known ? `does not fit: ${fault}` : fault));
    }));
  });
  return { element, open: () => (isOpen ? wire : null) };
}

/** Shows the events with this text in their names or doc comments. */
function find(text) {
  for (const card of main.querySelectorAll("details.card")) {
    card.hidden = !card.querySelector("summary").textContent.toLowerCase().includes(text);
    const link = nav.querySelector(`a[href="#${card.id}"]`);
    link.parentElement.hidden = card.hidden;
  }
}

/** Opens the event that the address names. */
function open() {
  const card = location.hash && document.getElementById(location.hash.slice(1));
  if (!card) return;
  card.open = true;
  card.scrollIntoView({ block: "start" });
}
