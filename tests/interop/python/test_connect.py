"""Connecting, refusing, parting."""

import socketio.exceptions

from client import Case, over_every_transport


@over_every_transport
class Connecting(Case):
    def test_the_handshake_tells_who_the_client_is(self):
        client = self.open(query="who=ann&city=Z%C3%BCrich", headers={"x-custom": "yes"})

        [known] = client.ask("handshake")

        self.assertEqual(known["sid"], client.get_sid())
        self.assertEqual(known["ns"], "/")
        self.assertEqual(known["auth"], {})
        self.assertEqual(known["query"]["who"], "ann")
        self.assertEqual(known["query"]["city"], "Zürich")
        self.assertEqual(known["query"]["EIO"], "4")
        self.assertEqual(known["xCustom"], "yes")
        self.assertEqual(known["transport"], "polling" if self.way == "polling" else "websocket")

    def test_the_auth_payload_arrives(self):
        auth = {"token": "secret", "nested": [1, "é", None]}

        client = self.open(["/auth"], auth=auth)

        self.assertEqual(client.next("welcome", "/auth"), [auth])
        self.assertEqual(client.ask("handshake", namespace="/auth")[0]["auth"], auth)

    def test_a_refusal_carries_message_and_data(self):
        refusals = {
            None: {"message": "no token"},
            "wrong": {"message": "not authorized", "data": {"code": 401, "retry": False}},
        }
        for token, expected in refusals.items():
            client = self.dial()
            heard = []
            client.on("connect_error", heard.append, namespace="/auth")

            with self.assertRaises(socketio.exceptions.ConnectionError):
                client.open(["/auth"], auth={"token": token} if token else {})

            self.assertEqual(heard, [expected])

    def test_an_unknown_namespace_is_refused(self):
        client = self.dial()
        heard = []
        client.on("connect_error", heard.append, namespace="/nowhere")

        with self.assertRaises(socketio.exceptions.ConnectionError):
            client.open(["/", "/nowhere"])

        self.assertEqual(heard, [{"message": "Invalid namespace"}])

    def test_namespaces_share_one_connection_and_nothing_else(self):
        client = self.open(["/", "/chat"])
        client.ask("join", "lobby")

        client.ask("send", {"via": "io", "to": ["lobby"]}, "news", ["nobody"], namespace="/chat")
        client.ask("send", {"via": "io"}, "news", ["chat"], namespace="/chat")
        client.settle()

        self.assertNotEqual(client.get_sid("/"), client.get_sid("/chat"))
        self.assertEqual(client.drain("news", "/chat"), [["chat"]])
        self.assertEqual(client.drain("news", "/"), [])

    def test_an_event_sent_the_moment_connect_arrives_is_handled(self):
        client = self.dial()

        def connected():
            for i in range(20):
                client.emit("echo", i)

        client.on("connect", connected)
        client.open()

        echoes = sorted(client.next("echo") for _ in range(20))
        self.assertEqual(echoes, [[i] for i in range(20)])

    def test_a_client_that_disconnects_is_gone(self):
        witness = self.open()
        # Over polling this client may stop its writer before its last packets are out, and be gone without a word.
        for _ in range(5):
            client = self.open()
            sid = client.get_sid()
            client.ask("join", "a room")

            client.disconnect()

            record = witness.ask("obit", sid, 3000)[0]
            if record is not None:
                break
        self.assertIn(record["reason"], ["client namespace disconnect", "transport close"])
        self.assertEqual(set(record["rooms"]), {sid, "a room"})

    def test_the_server_can_end_one_namespace(self):
        client = self.open(["/", "/chat"])
        sid = client.get_sid("/chat")

        client.emit("bye", False, namespace="/chat")

        self.assertEqual(self.reason(client, sid), "server namespace disconnect")
        self.assertEqual(client.ask("ack", "alive"), ["alive"])
        self.assertNotIn("/chat", client.namespaces)

    def test_the_server_can_end_the_session(self):
        witness, client = self.open(), self.open()
        sid = client.get_sid()

        client.emit("burst", (20, 10))
        client.emit("bye", True)

        client.wait()
        self.assertFalse(client.connected)
        self.assertEqual(self.reason(witness, sid), "server namespace disconnect")
        self.assertEqual(sorted(i for i, _ in client.drain("burst")), list(range(20)))

    def test_a_client_lives_through_many_heartbeats(self):
        client = self.open(instance="fast")
        sid = client.get_sid()

        self.assertEqual(client.ask("slow", 2000, "alive"), ["alive"])

        self.assertEqual(client.get_sid(), sid)
        self.assertEqual(client.ask("ack", "still"), ["still"])
