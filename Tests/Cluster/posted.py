"""Clients that read one stream and post to another address: HTTP+SSE of 2024-11-05, the shared-secret dialect, the `connection_id` dialect."""

import asyncio
import json

from rpc import Callers, call, checked, request, result
from web import LIMIT, Hung, Lost, expect


class Posted(Callers):
    """- `kind`: `sse`, `secret` or `connection`."""

    def __init__(self, web, kind):
        self.web, self.kind = web, kind
        self.waiting, self.reader, self.stream = {}, None, None

    async def open(self):
        path = "/mcp/sse" if self.kind == "connection" else "/sse"
        answer = checked(await self.web.ask("GET", path, {"accept": "text/event-stream"}))
        expect(answer.stream, "a stream:", answer)
        self.stream = answer.stream
        first = await self.stream.next()
        if self.kind == "connection":
            expect(first.name == "connected", first)
            self.path = f"/mcp/sse/message?connection_id={first.json['connection_id']}"
            self.message = "mcp_response"
        else:
            expect(first.name == "endpoint", first)
            # Absolute behind a balancer, where the public address is known.
            self.path = "/message" + first.data.split("/message", 1)[1]
            self.message = "message"
        if self.kind == "secret":
            ready = await self.stream.next()
            expect(ready.name == "ready" and ready.data == '"ok"', ready)
        self.reader = asyncio.create_task(self.read())
        opened = await self.request("initialize", {
            "protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "cluster-test", "version": "1"}})
        expect(opened["protocolVersion"] == "2024-11-05", opened)
        await self.post({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return self

    async def read(self):
        error = Lost("the stream ended")
        try:
            while event := await self.stream.next(60):
                # `ping` and `heartbeat` beat beside the messages.
                if event.name == self.message:
                    reply = json.loads(event.data)
                    if (waiting := self.waiting.get(reply.get("id"))) and not waiting.done():
                        waiting.set_result(reply)
        except (Lost, Hung) as broken:
            error = broken
        finally:
            self.stream.close()
            for waiting in self.waiting.values():
                if not waiting.done():
                    waiting.set_exception(error)

    @property
    def is_open(self):
        return self.reader is not None and not self.reader.done()

    async def post(self, message):
        checked(await self.web.ask("POST", self.path, {}, message), 202)

    async def request(self, method, params=None):
        return await self.send(request(method, params))

    async def call(self, tool, arguments):
        return await self.send(call(tool, arguments))

    async def send(self, message):
        if not self.is_open:
            raise Lost("the stream has ended")
        waiting = self.waiting[message["id"]] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(LIMIT):
                await self.post(message)
                reply = await waiting
        except TimeoutError as error:
            raise Hung(f"{message['method']}: accepted, and no event within {LIMIT} s") from error
        finally:
            del self.waiting[message["id"]]
            if waiting.done() and not waiting.cancelled():
                # Seen, whether or not somebody waited for it.
                waiting.exception()
        return result(reply, message)

    async def close(self):
        if self.stream:
            self.stream.close()
        if self.reader:
            self.reader.cancel()
            await asyncio.wait([self.reader])


class Plain(Callers):
    """One request, one response, and no session: `/rpc`, and `POST /mcp` of the `connection_id` dialect."""

    def __init__(self, web, path):
        self.web, self.path = web, path

    async def request(self, method, params=None):
        return await self.send(request(method, params))

    async def call(self, tool, arguments):
        return await self.send(call(tool, arguments))

    async def send(self, message):
        answer = checked(await self.web.ask("POST", self.path, {"accept": "application/json"}, message))
        return result(answer.json, message)
