// What the pages of the examples share: the state of the connection, and words for a client that is missing.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);

// Makes an element with a text, and perhaps a class.
function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

// Runs the page's own script with the client. A page without the client says so, and its buttons are off.
function page(start) {
  if (window.io) return start(window.io);
  const alarm = element("section", "", "alarm");
  alarm.id = "no-client";
  alarm.setAttribute("role", "alert");
  const way = element("p", "Type ");
  way.append(element("code", "npm ci --prefix examples"), " where this repository is, and start the program again.");
  alarm.append(
    element("h2", "The Socket.IO client could not be loaded"),
    element("p", "This page needs the official JavaScript client. It is not installed on this computer, and it could not be loaded from cdn.socket.io."),
    way,
  );
  $("main").prepend(alarm);
  for (const state of document.querySelectorAll(".state")) state.textContent = "no client";
  for (const control of document.querySelectorAll("button, input, select")) control.disabled = true;
}

// Shows the state of a socket in the `.state` inside of `root`, and its transport in `.transport`. Buttons there are off
// while it is not connected, except those with `data-offline`. Calls `changed` after each change.
function follow(socket, root = document, changed = () => {}) {
  const show = (words) => {
    const state = $(".state", root);
    state.textContent = words;
    state.toggleAttribute("data-connected", socket.connected);
    state.toggleAttribute("data-waiting", !socket.connected && socket.active);
    const transport = $(".transport", root);
    if (transport) transport.textContent = socket.connected ? socket.io.engine.transport.name : "";
    for (const button of root.querySelectorAll("button:not([data-offline])")) button.disabled = !socket.connected;
    changed();
  };
  socket.on("connect", () => {
    show("connected");
    socket.io.engine.once("upgrade", () => show("connected"));
  });
  socket.on("disconnect", () => show(socket.active ? "reconnecting" : "disconnected"));
  // An error of the network is followed by another try; a refusal of the server is not.
  socket.on("connect_error", (error) => show(socket.active ? "reconnecting" : error.message));
  show("connecting");
}
