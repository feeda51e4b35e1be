"""Finds the messages in recorded HTTP, and what conversation each is of.

A session is one conversation, and so is a stream that messages are posted to; a request that belongs to neither is one by itself. What has
its own place in HTTP is no message and is not looked at: refusals without `jsonrpc`, answers to GET that are no stream, events that open a
stream or keep it alive.
"""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import h11
from wire import Conversation, Violation, nested, parse
from wire_schema import SCHEMAS

# A conversation that nobody opens: what the transport says of a request without a version, and what came with HTTP+SSE.
ASSUMED = {"/mcp": SCHEMAS["2025-03-26"]}
ASSUMED_ELSEWHERE = SCHEMAS["2024-11-05"]
NO_MESSAGES = {"ready", "ping", "heartbeat"}


class Web:
    """All connections to one server. Told of their bytes in the order in which they went."""

    def __init__(self, checked: Counter[str]) -> None:
        self.checked = checked
        self.connections: dict[int, Connection] = {}
        self.conversations: dict[str, Conversation] = {}
        # What was said last under the number of an event: one that is sent again is no other message.
        self.events: dict[tuple[Conversation, str], bytes] = {}

    def read(self, connection: int, is_client: bool, data: bytes) -> list[str]:
        """Bytes that one side sent; none at its end. Gives the violations in them."""
        found = self.connections.setdefault(connection, Connection(self))
        return found.client_sends(data) if is_client else found.server_sends(data)

    def left_over(self) -> list[str]:
        return [f"answers no request: {one.unasked[:2_000]!r}" for one in self.connections.values() if one.unasked]

    def conversation(self, path: str, query: str, headers: dict[str, str], body: bytes) -> Conversation:
        fields = parse_qs(query)
        names = [headers.get("mcp-session-id"), *fields.get("sessionId", []), *fields.get("connection_id", [])]
        if path.endswith("/message"):
            names.append(nested(readable(body)).get("connection_id"))
        known = next((self.conversations[name] for name in names if name in self.conversations), None)
        declared = SCHEMAS.get(headers.get("mcp-protocol-version", ""))
        return known or Conversation(self.checked, declared or ASSUMED.get(path, ASSUMED_ELSEWHERE))


class Connection:
    """Requests and their responses, one after the other. Each message has a parser of its own: nobody has to play the other side."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.request = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)
        self.head: h11.Request | None = None
        self.body = b""
        self.waiting: list[Exchange] = []
        self.response: h11.Connection | None = None
        # What the server sent before anybody asked.
        self.unasked = b""

    def client_sends(self, data: bytes) -> list[str]:
        self.request.receive_data(data)
        while event := self.next_event(self.request, data):
            if isinstance(event, h11.Request):
                self.head, self.body = event, b""
            elif isinstance(event, h11.Data):
                self.body += event.data
            elif isinstance(event, h11.EndOfMessage):
                self.waiting.append(Exchange(self.web, self.head, self.body))
                rest, _ = self.request.trailing_data
                self.request = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)
                if rest:
                    self.request.receive_data(rest)
        return self.server_sends(self.unasked) if self.unasked and self.waiting else []

    def server_sends(self, data: bytes) -> list[str]:
        if not self.waiting:
            self.unasked += data
            return []
        self.unasked = b""
        if self.response is None:
            self.response = self.waiting[0].parser()
        self.response.receive_data(data)
        faults: list[str] = []
        while event := self.next_event(self.response, data):
            if isinstance(event, h11.EndOfMessage):
                faults += self.waiting.pop(0).ends()
                rest, _ = self.response.trailing_data
                self.response = None
                return faults + (self.server_sends(rest) if rest else [])
            faults += self.waiting[0].takes(event)
        return faults

    @staticmethod
    def next_event(parser: h11.Connection, data: bytes) -> h11.Event | None:
        try:
            event = parser.next_event()
        except h11.RemoteProtocolError:
            # Who hangs up in the middle of a message has not sent it.
            if data:
                raise
            return None
        return None if event is h11.NEED_DATA or isinstance(event, h11.ConnectionClosed) else event


class Exchange:
    """A request, and the response to it as it comes."""

    def __init__(self, web: Web, head: h11.Request, body: bytes) -> None:
        self.web = web
        self.method, target = head.method.decode(), urlsplit(head.target.decode())
        self.conversation = web.conversation(target.path, target.query, fields(head), body)
        # Live events are no messages of the protocol.
        self.is_feed = target.path.endswith("/events/stream")
        self.takes_messages = self.method == "POST"
        if self.takes_messages:
            self.conversation.client_sends(readable(body))
        self.status, self.kind, self.body = 0, "", b""

    def parser(self) -> h11.Connection:
        parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 20)
        parser.send(h11.Request(method=self.method, target="/", headers=[("host", "recorded")]))
        parser.send(h11.EndOfMessage())
        return parser

    def takes(self, event: h11.Event) -> list[str]:
        if isinstance(event, h11.Response):
            self.status, headers = event.status_code, fields(event)
            self.kind = headers.get("content-type", "").lower().partition(";")[0]
            if name := headers.get("mcp-session-id"):
                self.web.conversations[name] = self.conversation
        elif isinstance(event, h11.Data):
            if self.is_feed:
                return []
            self.body += event.data
            if self.kind == "text/event-stream":
                return [fault for one in self.events() for fault in self.take(*one)]
        return []

    def ends(self) -> list[str]:
        # Refusals that are about HTTP are no messages, and say so by having no version of JSON-RPC.
        is_message = 200 <= self.status < 300 or "jsonrpc" in nested(readable(self.body))
        return self.check(self.body) if self.takes_messages and self.kind == "application/json" and is_message else []

    def events(self) -> Iterator[tuple[str, str, bytes]]:
        """Whole events (HTML, section 9.2.6): name, number, data."""
        while b"\n\n" in (body := self.body.replace(b"\r\n", b"\n")):
            text, _, self.body = body.partition(b"\n\n")
            lines = [line.partition(b":")[::2] for line in text.split(b"\n")]
            values = [(name, value.removeprefix(b" ")) for name, value in lines]
            last = dict(values)
            data = b"\n".join(value for name, value in values if name == b"data")
            yield last.get(b"event", b"message").decode(), last.get(b"id", b"").decode(), data

    def take(self, name: str, number: str, data: bytes) -> list[str]:
        if name == "endpoint":
            for session in parse_qs(urlsplit(data.decode()).query).get("sessionId", []):
                self.web.conversations[session] = self.conversation
        elif name == "connected":
            self.web.conversations[parse(data)["connection_id"]] = self.conversation
        # An event without data tells its number alone.
        elif name not in NO_MESSAGES and data:
            key = (self.conversation, number)
            if not number or self.web.events.get(key) != data:
                self.web.events[key] = data
                return self.check(data)
        return []

    def check(self, data: bytes) -> list[str]:
        try:
            self.conversation.server_sends(data)
        except Violation as violation:
            return [str(violation)]
        return []


def fields(head: h11.Request | h11.Response) -> dict[str, str]:
    return {name.decode(): value.decode("latin-1") for name, value in head.headers}


def readable(body: bytes) -> object:
    """None for what cannot be read, as the server will find."""
    try:
        return parse(body)
    except (ValueError, RecursionError):
        return None
