"""A client of Streamable HTTP in a session (2025-03-26 to 2025-11-25) that comes back with `Last-Event-ID` when a stream breaks."""

import asyncio
import time

from rpc import BOTH, Callers, call, checked, request, result
from web import LIMIT, Gone, Hung, Lost, Unavailable, expect

HEADER = "mcp-session-id"


class Session(Callers):
    """- `asked`: is called with the params of each question, and gives the answer's result; None leaves it unanswered.
    - `answering`: where answers to questions are posted.
    """

    def __init__(self, web, revision="2025-11-25", capabilities={}, asked=None, answering=None):
        self.web, self.revision, self.capabilities, self.asked, self.answering = web, revision, capabilities, asked, answering or web
        self.fields, self.resumed = {}, 0

    async def open(self):
        message = request("initialize", {
            "protocolVersion": self.revision, "capabilities": self.capabilities, "clientInfo": {"name": "cluster-test", "version": "1"}})
        answer = checked(await self.web.ask("POST", "/mcp", {"accept": BOTH}, message))
        expect(HEADER in answer.fields, "initialize gives a session id:", answer)
        self.fields = {HEADER: answer.fields[HEADER], "mcp-protocol-version": self.revision, "accept": BOTH}
        opened = await self.reply(answer, message, None, time.monotonic() + LIMIT)
        expect(opened["protocolVersion"] == self.revision, opened)
        await self.notify("notifications/initialized")
        return self

    async def notify(self, method, params=None):
        message = {"jsonrpc": "2.0", "method": method, **({"params": params} if params else {})}
        checked(await self.web.ask("POST", "/mcp", self.fields, message), 202)

    async def request(self, method, params=None, meta=None, told=None, limit=LIMIT):
        return await self.send(request(method, params, meta), told, limit)

    async def call(self, tool, arguments, meta=None, told=None, limit=LIMIT):
        return await self.send(call(tool, arguments, meta), told, limit)

    async def send(self, message, told=None, limit=LIMIT):
        """- `told`: is called with each message that comes before the reply."""
        deadline = time.monotonic() + limit
        answer = checked(await self.web.ask("POST", "/mcp", self.fields, message, limit))
        return await self.reply(answer, message, told, deadline)

    async def reply(self, answer, message, told, deadline):
        if not answer.stream:
            return result(answer.json, message)
        stream, begin, seen = answer.stream, time.monotonic(), []

        def note(what):
            seen.append(f"{time.monotonic() - begin:.1f} s {what}")

        while True:
            try:
                while event := await stream.next(max(0.1, deadline - time.monotonic())):
                    came = event.json
                    note(f"event {event.id} {came.get('method', 'reply')}")
                    if "result" in came or "error" in came:
                        break
                    await self.came(came)
                    if told:
                        told(came)
                else:
                    note("end")
            except Lost:
                note("broken off")
                if stream.last_id is None:
                    raise
            except Hung as error:
                raise Hung(f"{error}; before it: {', '.join(seen[-8:])}") from error
            else:
                if event:
                    return result(came, message)
            finally:
                stream.close()
            # A stream that ended without the reply goes on elsewhere.
            if stream.last_id is None:
                raise Lost("the stream ended without a reply and without an id")
            stream = await self.resume(stream.last_id, deadline)
            note(f"resumed after {stream.last_id}")

    async def came(self, message):
        if message.get("method") == "elicitation/create" and self.asked:
            outcome = self.asked(message["params"])
            if outcome is not None:
                answer = {"jsonrpc": "2.0", "id": message["id"], "result": outcome}
                await self.insist(lambda: self.answering.ask("POST", "/mcp", self.fields, answer), 202)

    async def insist(self, ask, *statuses, deadline=None):
        """Asks again while nobody answers, or 503 comes back. What it is used for may be asked twice."""
        deadline = deadline or time.monotonic() + LIMIT
        while True:
            try:
                return checked(await ask(), *statuses)
            except (Lost, Unavailable) as error:
                if time.monotonic() > deadline:
                    raise Hung(f"not possible within the limit: {error}") from error
                # As a client does that was refused: not again at once.
                await asyncio.sleep(0.1)

    async def resume(self, last_id, deadline):
        """The rest of a stream."""
        self.resumed += 1
        fields = {**self.fields, "accept": "text/event-stream", "last-event-id": last_id}
        answer = await self.insist(lambda: self.web.ask("GET", "/mcp", fields), 200, deadline=deadline)
        expect(answer.stream, "a stream:", answer)
        answer.stream.last_id = last_id
        return answer.stream

    async def listen(self):
        """The session's own stream."""
        answer = checked(await self.web.ask("GET", "/mcp", {**self.fields, "accept": "text/event-stream"}))
        expect(answer.stream, "a stream:", answer)
        return answer.stream

    async def close(self):
        checked(await self.web.ask("DELETE", "/mcp", self.fields), 204, 200)

    async def is_gone(self, seconds=2):
        """Soon after DELETE: an instance that has served the session learns of its end by a letter, which takes a moment."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                await self.request("ping")
            except Gone:
                return True
            if time.monotonic() > deadline:
                return False
            # Nothing tells one process how far another has come: asked again, until the deadline.
            await asyncio.sleep(0.01)
