// The page of the team: one connection, two namespaces, and HTTP for the login.
"use strict";

page(async (io) => {
  // The page may be below a prefix, behind a proxy. Its own address tells where the server is.
  const path = new URL("socket.io/", document.baseURI).pathname;
  const [chat, board] = [io("/chat", { path, autoConnect: false }), io("/board", { path, autoConnect: false })];
  let me;

  follow(chat);
  show();

  // Shows the login or the application.
  function show() {
    $("#login").hidden = Boolean(me);
    $("#account").hidden = !me;
    $("#name").textContent = me?.name ?? "";
    for (const part of document.querySelectorAll(".inside")) part.hidden = !me;
    for (const part of document.querySelectorAll(".lead")) part.hidden = me?.role !== "lead";
    if (!me) $("#state").textContent = "not logged in";
  }

  async function enter(response) {
    me = response.ok ? await response.json() : undefined;
    show();
    if (me) for (const socket of [chat, board]) socket.connect();
  }

  function leave() {
    me = undefined;
    for (const socket of [chat, board]) socket.disconnect();
    show();
  }

  const post = (address, body, type = "application/x-www-form-urlencoded") =>
    fetch(address, { method: "POST", headers: { "Content-Type": type }, body });

  // A client that is disconnected by the server, or refused, has been logged out.
  for (const socket of [chat, board]) {
    socket.on("disconnect", (reason) => reason === "io server disconnect" && leave());
    socket.on("connect_error", () => socket.active || leave());
  }

  // Runs `send` with the fields of a form; shows why it was refused, or empties the form.
  function onSubmit(form, message, send) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const refused = await send(Object.fromEntries(new FormData(form)));
      message.textContent = refused ?? "";
      if (!refused) form.reset();
    });
  }

  // Emits an event and waits for the answer: undefined, or why it was refused.
  async function ask(socket, event, ...args) {
    const answer = await socket.timeout(10_000).emitWithAck(event, ...args).catch((error) => ({ error }));
    return answer?.error?.message.replace(/^.*\): /, "");
  }

  const removeButton = (socket, id) => {
    const button = element("button", "×", "remove lead");
    button.setAttribute("aria-label", "Remove");
    button.hidden = me?.role !== "lead";
    button.addEventListener("click", () => ask(socket, "remove", id));
    return button;
  };

  // Login and logout.
  const login = $("#login form");
  onSubmit(login, $(".message", login), async (fields) => {
    const response = await post("login", new URLSearchParams(fields));
    if (!response.ok) return response.text();
    await enter(response);
  });
  for (const way of ["logout", "logout-everywhere"]) {
    $(`#${way}`).addEventListener("click", async () => {
      await post(way);
      leave();
    });
  }

  // The chat.
  function line({ id, author, text }, className) {
    const item = element("li", "", className);
    item.dataset.id = id;
    item.append(element("b", author), element("span", text));
    if (id) item.append(removeButton(chat, id));
    $("#lines").append(item);
    $("#lines").scrollTop = $("#lines").scrollHeight;
  }
  chat.on("history", (lines) => {
    $("#lines").replaceChildren();
    lines.forEach((said) => line(said));
  });
  chat.on("said", (said) => line(said));
  chat.on("removed", ({ id }) => $(`#lines [data-id="${id}"]`)?.remove());
  chat.on("announcement", ({ by, text }) => line({ author: by, text }, "announcement"));
  chat.on("here", (names) => $("#here").replaceChildren(...names.map((name) => element("li", name))));
  onSubmit($("#say"), $("#talk-message"), ({ text }) => ask(chat, "say", text));
  onSubmit($("#announce"), $("#talk-message"), async ({ text }) => {
    const response = await post("announce", JSON.stringify({ text }), "application/json");
    if (!response.ok) return response.text();
  });

  // The tasks.
  function task({ id, title, author, done }) {
    const item = element("li", "");
    item.dataset.id = id;
    const [label, box] = [element("label", ""), document.createElement("input")];
    box.type = "checkbox";
    box.checked = done;
    box.addEventListener("change", () => ask(board, "mark", id, box.checked));
    label.append(box, " ", element("span", title, done ? "done" : ""));
    item.append(label, element("small", author), removeButton(board, id));
    const shown = $(`#tasks [data-id="${id}"]`);
    if (shown) shown.replaceWith(item);
    else $("#tasks").append(item);
  }
  board.on("tasks", (tasks) => {
    $("#tasks").replaceChildren();
    tasks.forEach(task);
  });
  board.on("changed", task);
  board.on("removed", ({ id }) => $(`#tasks [data-id="${id}"]`)?.remove());
  board.on("reminder", ({ open }) => {
    $("#reminder").textContent = `(${open} open)`;
  });
  onSubmit($("#add"), $("#tasks-message"), ({ title }) => ask(board, "add", title));

  await enter(await fetch("me"));
});
