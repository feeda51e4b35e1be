"""A client of 2026-07-28: every request stands alone."""

from rpc import BOTH, NEWEST, Callers, call, checked, request, result
from web import LIMIT, Lost, expect

PREFIX = "io.modelcontextprotocol/"
SUBSCRIPTION = PREFIX + "subscriptionId"


class Stateless(Callers):
    def __init__(self, web, capabilities={}):
        self.web = web
        self.meta = {PREFIX + "protocolVersion": NEWEST, PREFIX + "clientCapabilities": capabilities}

    async def request(self, method, params=None, meta={}, told=None, limit=LIMIT):
        return await self.send(request(method, params, {**self.meta, **meta}), told, limit)

    async def call(self, tool, arguments, meta={}, told=None, limit=LIMIT, **more):
        message = call(tool, arguments, {**self.meta, **meta})
        message["params"].update(more)
        return await self.send(message, told, limit)

    async def post(self, message, limit):
        params = message["params"]
        fields = {"accept": BOTH, "mcp-protocol-version": NEWEST, "mcp-method": message["method"]}
        if name := params.get("name") or params.get("uri") or params.get("taskId"):
            fields["mcp-name"] = name
        return checked(await self.web.ask("POST", "/mcp", fields, message, limit))

    async def send(self, message, told=None, limit=LIMIT):
        answer = await self.post(message, limit)
        if not answer.stream:
            return result(answer.json, message)
        try:
            while event := await answer.stream.next(limit):
                came = event.json
                if "result" in came or "error" in came:
                    return result(came, message)
                if told:
                    told(came)
        finally:
            answer.stream.close()
        raise Lost("the stream ended without a reply")

    async def abandon(self, tool, arguments, limit=LIMIT):
        """Calls, and hangs up with the first message: that cancels the call."""
        answer = await self.post(call(tool, arguments, {**self.meta, "progressToken": "p"}), limit)
        if answer.stream:
            await answer.stream.next(limit)
            answer.stream.close()

    async def listen(self, uris):
        """- Returns: the stream, acknowledged."""
        message = request("subscriptions/listen", {"notifications": {"resourceSubscriptions": uris}}, self.meta)
        answer = await self.post(message, LIMIT)
        expect(answer.stream, "a stream:", answer)
        first = (await answer.stream.next()).json
        expect(first["method"] == "notifications/subscriptions/acknowledged", first)
        expect(first["params"]["_meta"][SUBSCRIPTION] == message["id"], first)
        return answer.stream
