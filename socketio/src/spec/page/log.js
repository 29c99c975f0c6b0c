// The log of what was sent and what arrived, and how elements are made.

import { shown } from "./schema.js";

/** No more entries are kept. */
const MOST = 500;

/** Makes an element. Texts stay texts. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A doc comment: paragraphs, and code between backticks. */
export function words(text) {
  const inline = (line) => line.split("`").map((part, at) => (at % 2 === 1 ? h("code", {}, part) : part));
  return h("div", { class: "docs" }, ...text.split(/\n\s*\n/).map((paragraph) => h("p", {}, ...inline(paragraph))));
}

const entries = document.querySelector("#entries");
const filter = document.querySelector("#filter");
const pause = document.querySelector("#pause");
let held = [];

/** Adds a line. `fault` says what does not fit. */
export function log(way, namespace, text, values, fault) {
  const time = new Date().toISOString().slice(11, 23);
  const line = `${way} ${namespace} ${text}${values === undefined ? "" : ` ${shown(values)}`}`;
  const entry = h("li", fault ? { class: "misfit" } : {}, h("time", {}, time), line, fault ? h("span", { class: "fault" }, fault) : null);
  if (pause.getAttribute("aria-pressed") === "true") held.push(entry);
  else show(entry);
  pause.textContent = held.length > 0 ? `Resume (${held.length})` : pause.textContent;
  if (held.length > MOST) held.shift();
}

function show(entry) {
  const atEnd = entries.scrollHeight - entries.scrollTop - entries.clientHeight < 30;
  sift(entry);
  entries.append(entry);
  while (entries.children.length > MOST) entries.firstChild.remove();
  if (atEnd) entries.scrollTop = entries.scrollHeight;
}

function sift(entry) {
  entry.hidden = !entry.textContent.toLowerCase().includes(filter.value.trim().toLowerCase());
}

filter.addEventListener("input", () => [...entries.children].forEach(sift));

pause.addEventListener("click", () => {
  const paused = pause.getAttribute("aria-pressed") !== "true";
  pause.setAttribute("aria-pressed", paused);
  pause.textContent = paused ? "Resume" : "Pause";
  if (!paused) held.splice(0).forEach(show);
});

document.querySelector("#copy").addEventListener("click", async ({ target }) => {
  const lines = [...entries.children].filter((entry) => !entry.hidden);
  const text = lines.map((entry) => [...entry.childNodes].map((node) => node.textContent).join(" ")).join("\n");
  try {
    await navigator.clipboard.writeText(text);
    target.textContent = "Copied";
  } catch {
    // Without a secure context there is no clipboard: the lines are selected, for the reader to copy.
    getSelection().selectAllChildren(entries);
    target.textContent = "Selected";
  }
  setTimeout(() => (target.textContent = "Copy"), 1500);
});

document.querySelector("#clear").addEventListener("click", () => entries.replaceChildren());
