"""The asynchronous client, which has a transport layer of its own."""

import asyncio
import unittest

import socketio

from client import DEADLINE, URL, WAYS


class Asynchronous(unittest.IsolatedAsyncioTestCase):
    async def open(self, way, **options):
        client = socketio.AsyncClient(reconnection=False)
        self.addAsyncCleanup(client.disconnect)
        await client.connect(URL, transports=WAYS[way], wait_timeout=DEADLINE, **options)
        return client

    async def ask(self, client, event, *args):
        answer = asyncio.get_running_loop().create_future()
        await client.emit(event, args, callback=lambda *reply: answer.set_result(list(reply)))
        return await asyncio.wait_for(answer, DEADLINE)

    async def test_events_attachments_and_answers(self):
        for way in WAYS:
            with self.subTest(way=way):
                client = await self.open(way)
                args = ["é😀", {"deep": [b"\x01\x02"]}, None, 1.5]

                self.assertEqual(await self.ask(client, "ack", *args), args)
                self.assertEqual(await self.ask(client, "größe", 1), ["any", "größe", [1]])

    async def test_echoes_come_back_in_order(self):
        for way in WAYS:
            with self.subTest(way=way):
                client = await self.open(way)
                heard = asyncio.Queue()
                client.on("echo", heard.put)

                for i in range(300):
                    await client.emit("echo", i)

                echoes = [await asyncio.wait_for(heard.get(), DEADLINE) for _ in range(300)]
                self.assertEqual(echoes, list(range(300)))

    async def test_the_server_asks(self):
        for way in WAYS:
            with self.subTest(way=way):
                client = await self.open(way)
                client.on("question", lambda a: a * 2)

                reply = await self.ask(client, "ask_me", "question", [21], 5000)

                self.assertEqual(reply, [{"status": "ok", "reply": [42]}])

    async def test_goodbye(self):
        for way in WAYS:
            with self.subTest(way=way):
                witness = await self.open("websocket")
                client = await self.open(way)
                sid = client.get_sid()

                await client.emit("bye", True)

                [record] = await self.ask(witness, "obit", sid, 8000)
                self.assertEqual(record["reason"], "server namespace disconnect")
