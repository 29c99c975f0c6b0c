"""python-socketio's client, opened over one of its three ways to connect. Every wait has a deadline."""

import os
import queue
import sys
import threading
import unittest

import socketio

URL = os.environ.get("CONTRACT_URL", "http://127.0.0.1:3900")
DEADLINE = 10

WAYS = {
    "polling": ["polling"],
    "websocket": ["websocket"],
    "upgrade": ["polling", "websocket"],
}
PATHS = {"main": "socket.io", "fast": "fast", "ws": "ws", "poll": "poll"}


class Client(socketio.Client):
    """A client that keeps what it hears until it is asked for."""

    def __init__(self, way):
        super().__init__(reconnection=False)
        self.way = way
        self._heard = {}
        self._lock = threading.Lock()

    def open(self, namespaces=("/",), instance="main", query="", **options):
        namespaces = list(namespaces)
        for namespace in namespaces:
            self.on("*", self._keep(namespace), namespace=namespace)
        self.connect(
            f"{URL}{'?' if query else ''}{query}",
            transports=WAYS[self.way],
            namespaces=namespaces,
            socketio_path=PATHS[instance],
            wait_timeout=DEADLINE,
            **options,
        )
        return self

    def _keep(self, namespace):
        def keep(event, *args):
            self.box(event, namespace).put(list(args))

        return keep

    def box(self, event, namespace="/"):
        with self._lock:
            return self._heard.setdefault((namespace, event), queue.Queue())

    def next(self, event, namespace="/"):
        """The arguments of the next event of that name."""
        try:
            return self.box(event, namespace).get(timeout=DEADLINE)
        except queue.Empty:
            raise AssertionError(f"no event {event!r} within {DEADLINE} s") from None

    def drain(self, event, namespace="/"):
        """What has been heard by now, without waiting."""
        box = self.box(event, namespace)
        return [box.get() for _ in range(box.qsize())]

    def ask(self, event, *args, namespace="/"):
        """Emits and returns every argument of the acknowledgement."""
        answer = queue.Queue()
        self.emit(event, args, namespace=namespace, callback=lambda *reply: answer.put(list(reply)))
        try:
            return answer.get(timeout=DEADLINE)
        except queue.Empty:
            raise AssertionError(f"no answer to {event!r} within {DEADLINE} s") from None

    def settle(self, namespace="/"):
        """All that was sent to this client before now has arrived once this returns."""
        self.ask("sink", namespace=namespace)

    def close(self):
        if self.connected:
            self.disconnect()


class Case(unittest.TestCase):
    """A test of one way to connect."""

    way = None

    def open(self, *args, **options):
        client = self.dial()
        return client.open(*args, **options)

    def dial(self):
        client = Client(self.way)
        self.addCleanup(client.close)
        return client

    def reason(self, witness, sid):
        """How the socket with that id ended."""
        record = witness.ask("obit", sid, 8000)[0]
        return record and record["reason"]


def over_every_transport(case):
    """Makes a class of each way to connect from one class of tests."""
    module = sys.modules[case.__module__]
    for way in WAYS:
        name = f"{case.__name__}_over_{way}"
        setattr(module, name, type(name, (case,), {"way": way, "__module__": case.__module__}))
    return None
