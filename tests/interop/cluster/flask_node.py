"""A process of Flask-SocketIO in a cluster, and a client of it. It does what it reads, a JSON object a line, and writes what
its client gets."""

import json
import socket
import sys
import threading

import flask
import flask_socketio
import socketio

url, channel = sys.argv[1:]
lock = threading.Lock()


def say(value):
    def default(inner):
        return {"bytes": list(inner)}

    with lock:
        print(json.dumps(value, default=default), flush=True)


def unpack(value):
    return bytes(value["bytes"]) if isinstance(value, dict) and "bytes" in value else value


app = flask.Flask(__name__)
server = flask_socketio.SocketIO(app, message_queue=url, channel=channel, async_mode="threading")


@server.on("disconnect")
def disconnected(reason):
    say({"left": str(reason)})


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]


def serve():
    server.run(app, host="127.0.0.1", port=port, allow_unsafe_werkzeug=True, log_output=False)


threading.Thread(target=serve, daemon=True).start()
client = socketio.Client(reconnection=False)


@client.on("*")
def got(event, *args):
    say({"got": event, "args": list(args)})
    return "first", 2


for attempt in range(100):
    try:
        client.connect(f"http://127.0.0.1:{port}", transports=["websocket"])
        break
    except socketio.exceptions.ConnectionError:
        client.sleep(0.05)
say({"sid": client.get_sid()})
# A worker: it has no clients, as one of Celery.
worker = flask_socketio.SocketIO(message_queue=url, channel=channel)

for line in sys.stdin:
    order = json.loads(line)
    args = [unpack(value) for value in order.get("args", [])]
    match order["do"]:
        case "emit":
            server.emit(order["event"], *args, to=order.get("room"), skip_sid=order.get("except"))
        case "emitter":
            worker.emit(order["event"], *args)
        case "join":
            server.server.enter_room(order["sid"], order["room"])
        case "leave":
            server.server.leave_room(order["sid"], order["room"])
        case "close":
            server.close_room(order["room"])
        case "kick":
            server.server.disconnect(order["sid"])
        case "ask":
            answer = server.call(order["event"], *args, to=order["sid"], timeout=5)
            say({"answers": answer})
