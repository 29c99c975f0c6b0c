"""Events, attachments, acknowledgements and order."""

from client import Case, over_every_transport

COUNTED = bytes(i % 251 for i in range(60_000))

VALUES = [
    [],
    [None],
    [True, False],
    [0, -1, 1.5, 9007199254740991, 1e21],
    ["", "plain", "héllo €", "😀", "\0\x01\x1f", "\u2028", '"\\/\b\f\n\r\t', "\x1e"],
    [[], {}],
    [{"a": [1, {"b": None}], "": [[[]]], "__proto__": 1}],
    [1, "two", [3], {"four": 4}],
    [b"\x01\x02\x03"],
    [b""],
    [b"\x01", "between", b"\x02"],
    [{"a": [{"b": {"c": [None, b"\x07\x08"]}}]}],
    [[bytes([i]) for i in range(10)]],
    [COUNTED],
]

NAMES = ["my event", "größe", "🚀 launch", 'a"b\\c/d', "line\nbreak", "123", "a,b", "/chat", "constructor"]


@over_every_transport
class Events(Case):
    def test_values_are_echoed_unchanged(self):
        client = self.open()
        for args in VALUES:
            with self.subTest(args=repr(args)[:60]):
                client.emit("echo", tuple(args))
                self.assertEqual(client.next("echo"), args)

    def test_values_are_unchanged_in_an_acknowledgement(self):
        client = self.open(["/chat"])
        for args in VALUES:
            with self.subTest(args=repr(args)[:60]):
                self.assertEqual(client.ask("ack", *args, namespace="/chat"), args)

    def test_names_of_any_kind_reach_the_catch_all(self):
        client = self.open()
        for name in NAMES:
            with self.subTest(name=name):
                self.assertEqual(client.ask(name, 1, "é"), ["any", name, [1, "é"]])

    def test_the_server_can_emit_names_of_any_kind(self):
        client = self.open()
        for name in NAMES:
            with self.subTest(name=name):
                self.assertEqual(client.ask("emit_me", name, ["é", b"\x01"]), [{"ok": True}])
                self.assertEqual(client.next(name), ["é", b"\x01"])

    def test_what_the_server_makes_itself_arrives_whole(self):
        client = self.open()

        self.assertEqual(
            client.ask("types"),
            [None, True, False, 0, -1, 1.5, 9007199254740991, 1e21, "", "héllo €", "😀", [], {},
             {"a": [1, {"b": None}]}],
        )
        for size in (0, 1, 125, 126, 65_535, 65_536):
            self.assertEqual(client.ask("bytes", size), [bytes(i % 251 for i in range(size))])
        self.assertEqual(client.ask("big", 300_000), ["y" * 300_000])

    def test_call_waits_for_the_answer(self):
        client = self.open()

        self.assertEqual(client.call("ack", "é", timeout=10), "é")
        self.assertEqual(client.call("ack", (1, [2]), timeout=10), (1, [2]))

    def test_the_server_asks_and_hears_the_answer(self):
        client = self.dial()
        client.on("question", lambda a, b: (a + b, {"binary": bytes([a, b])}))
        client.on("nothing", lambda: None)
        client.open()

        self.assertEqual(
            client.ask("ask_me", "question", [1, 2], 5000),
            [{"status": "ok", "reply": [3, {"binary": b"\x01\x02"}]}],
        )
        self.assertEqual(client.ask("ask_me", "nothing", [], 5000)[0]["status"], "ok")

    # This client handles each event in a thread of its own, so it can't tell in which order they came. The asynchronous
    # one can, and does in `test_async.py`.

    def test_a_thousand_echoes_come_back(self):
        client = self.open()

        for i in range(1000):
            client.emit("echo", (i, b"\x01") if i % 7 == 0 else (i, "text"))

        echoes = sorted(client.next("echo")[0] for _ in range(1000))
        self.assertEqual(echoes, list(range(1000)))

    def test_a_burst_arrives_whole(self):
        client = self.open()

        client.ask("burst", 1000, 50)

        burst = sorted(client.next("burst") for _ in range(1000))
        self.assertEqual(burst, [[i, "x" * 50] for i in range(1000)])

    def test_events_right_behind_the_connection_all_arrive(self):
        for _ in range(5):
            client = self.dial()
            client.on("connect", lambda client=client: client.emit("burst", (200, 20)))
            client.open()

            burst = sorted(client.next("burst")[0] for _ in range(200))
            self.assertEqual(burst, list(range(200)))


@over_every_transport
class Rooms(Case):
    def test_rooms_select_who_hears_what(self):
        red, both, blue = self.open(), self.open(), self.open()
        rooms = [f"red {red.get_sid()}", f"blue {red.get_sid()}"]
        self.assertEqual(set(red.ask("join", rooms[0])[0]), {red.get_sid(), rooms[0]})
        both.ask("join", rooms)
        blue.ask("join", rooms[1])

        def heard(spec):
            red.ask("send", spec, "news", [b"\x01", "é"])
            counts = []
            for client in (red, both, blue):
                client.settle()
                arrived = client.drain("news")
                self.assertTrue(all(args == [b"\x01", "é"] for args in arrived))
                counts.append(len(arrived))
            return counts

        self.assertEqual(heard({"via": "io", "to": [rooms[0]]}), [1, 1, 0])
        self.assertEqual(heard({"via": "socket", "to": rooms}), [0, 1, 1])
        self.assertEqual(heard({"via": "io", "to": rooms}), [1, 1, 1])
        self.assertEqual(heard({"via": "io", "to": [rooms[0]], "except": [rooms[1]]}), [1, 0, 0])
        red.ask("close_room", rooms[0])
        self.assertEqual(heard({"via": "io", "to": [rooms[0]]}), [0, 0, 0])

    def test_a_room_is_asked(self):
        clients = [self.dial() for _ in range(3)]
        for i, client in enumerate(clients):
            client.on("vote", lambda i=i: {"by": i, "seal": bytes([i])})
            client.open()
        room = f"panel {clients[0].get_sid()}"
        for client in clients:
            client.ask("join", room)

        [answers] = clients[0].ask("ask_room", {"via": "io", "to": [room]}, "vote", [], 5000)

        self.assertTrue(answers["complete"])
        replies = sorted(answers["replies"], key=lambda reply: reply["by"])
        self.assertEqual(replies, [{"by": i, "seal": bytes([i])} for i in range(3)])
