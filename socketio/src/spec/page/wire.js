// A client of Socket.IO 5 over one WebSocket, for one namespace. It knows nothing of the page.

const [CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK] = "0123456";

export class Wire extends EventTarget {
  #socket;
  #namespace;
  #ids = 0;
  #waiting = new Map();
  #held = null;

  /** Connects. Tells by the events `connected`, `refused`, `closed` and `event`. */
  constructor(path, namespace, auth) {
    super();
    this.#namespace = namespace;
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.search = "?EIO=4&transport=websocket";
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => (typeof data === "string" ? this.#text(data, auth) : this.#binary(data));
    this.#socket.onclose = ({ code }) => this.#tell("closed", { reason: code === 1006 ? "the connection was lost or refused" : "the connection was closed" });
  }

  /** Sends an event; `answered` is called with the arguments of the answer. */
  emit(event, args, answered) {
    const id = this.#ids++;
    this.#waiting.set(id, answered);
    this.#send(EVENT, BINARY_EVENT, [event, ...args], id);
  }

  disconnect() {
    this.#socket.send("4" + DISCONNECT + this.#prefix());
    this.#socket.close();
  }

  #prefix() {
    return this.#namespace === "/" ? "" : `${this.#namespace},`;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #send(plain, binary, args, id) {
    const attachments = [];
    const text = JSON.stringify(taken(args, attachments));
    const kind = attachments.length > 0 ? `${binary}${attachments.length}-` : plain;
    this.#socket.send(`4${kind}${this.#prefix()}${id ?? ""}${text}`);
    attachments.forEach((bytes) => this.#socket.send(bytes));
  }

  #text(text, auth) {
    if (text[0] === "0") this.#socket.send("4" + CONNECT + this.#prefix() + (auth === undefined ? "" : JSON.stringify(auth)));
    else if (text[0] === "2") this.#socket.send("3");
    else if (text[0] === "4") this.#packet(text.slice(1));
  }

  #binary(bytes) {
    if (!this.#held) return;
    this.#held.attachments.push(bytes);
    if (this.#held.attachments.length === this.#held.count) {
      const { kind, id, args, attachments } = this.#held;
      this.#held = null;
      this.#deliver(kind, id, given(args, attachments));
    }
  }

  #packet(text) {
    const [, kind, count, , , id, data] = /^(\d)(?:(\d+)-)?((\/[^,]*),)?(\d+)?(.*)$/s.exec(text);
    const args = data === "" ? undefined : JSON.parse(data);
    if (count && Number(count) > 0) this.#held = { kind, id, args, count: Number(count), attachments: [] };
    else this.#deliver(kind, id, args);
  }

  #deliver(kind, id, args) {
    switch (kind) {
      case CONNECT:
        return this.#tell("connected", args);
      case CONNECT_ERROR:
        this.#tell("refused", args);
        return this.#socket.close();
      case DISCONNECT:
        this.#tell("closed", { reason: "the server has disconnected the client" });
        return this.#socket.close();
      case EVENT:
      case BINARY_EVENT: {
        const answer = id === undefined ? undefined : (...answer) => this.#send(ACK, BINARY_ACK, answer, id);
        return this.#tell("event", { event: args[0], args: args.slice(1), answer });
      }
      case ACK:
      case BINARY_ACK: {
        const answered = this.#waiting.get(Number(id));
        this.#waiting.delete(Number(id));
        return answered?.(...(args ?? []));
      }
    }
  }
}

/** The value with placeholders for its binary data, which is put into `attachments`. */
function taken(value, attachments) {
  if (value instanceof ArrayBuffer) return { _placeholder: true, num: attachments.push(value) - 1 };
  if (Array.isArray(value)) return value.map((element) => taken(element, attachments));
  if (value && typeof value === "object") return mapped(value, (member) => taken(member, attachments));
  return value;
}

/** The value with its binary data. */
function given(value, attachments) {
  if (Array.isArray(value)) return value.map((element) => given(element, attachments));
  if (value && typeof value === "object") return value._placeholder === true ? attachments[value.num] : mapped(value, (member) => given(member, attachments));
  return value;
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, member]) => [name, change(member)]));
}
