"""HTTP by raw sockets, to the server that the script's first argument names. Messages of the server are measured by the official schema."""

import json
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from wire import Conversation, Violation, summary
from wire_http import readable
from wire_schema import SCHEMAS

URL = sys.argv[1]
HOST, PORT = urlsplit(URL).hostname, urlsplit(URL).port
AUTHORITY = f"{HOST}:{PORT}"
BOTH = "application/json, text/event-stream"
JSON = {"content-type": "application/json"}
INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}}
LIST = {"jsonrpc": "2.0", "id": "list", "method": "tools/list"}
CHECKED: Counter[str] = Counter()
# Of all connections: strangers have no sessions, and share their ids.
WIRE = Conversation(CHECKED)
LOCK = threading.Lock()
# Threads cannot raise them where somebody would see it.
VIOLATIONS: list[Violation] = []


def sends(message: object, revision: str = "2024-11-05") -> bytes:
    """A message as it is sent, in a session of some revision; bytes are sent as they are."""
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    with LOCK:
        WIRE.client_sends(readable(data), SCHEMAS.get(revision))
    return data


def receives(data: bytes) -> None:
    with LOCK:
        try:
            WIRE.server_sends(data)
        except Violation as violation:
            VIOLATIONS.append(violation)


class Answer:
    def __init__(self, status: int, fields: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.fields, self.body = status, fields, body

    def __getitem__(self, name: str) -> str | None:
        values = [value for field, value in self.fields if field == name]
        assert len(values) <= 1, (name, values)
        return values[0] if values else None

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    def __repr__(self) -> str:
        return f"{self.status} {self.fields} {self.body[:500]!r}"


class Line:
    """One connection."""

    def __init__(self) -> None:
        self.socket = socket.create_connection((HOST, PORT), timeout=20)
        self.reader = self.socket.makefile("rb")

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.reader.close()
        self.socket.close()

    def send(self, *pieces: bytes | str) -> None:
        for piece in pieces:
            self.socket.sendall(piece.encode() if isinstance(piece, str) else piece)

    def head(self) -> Answer:
        status = self.reader.readline()
        assert status.startswith(b"HTTP/1.1 ") and status.endswith(b"\r\n"), status
        fields = []
        while (line := self.reader.readline()) != b"\r\n":
            name, _, value = line.decode("ascii").rstrip("\r\n").partition(": ")
            assert name, line
            fields.append((name.lower(), value))
        return Answer(int(status.split()[1]), fields, b"")

    def answer(self, *, has_body: bool = True) -> Answer:
        answer = self.whole(has_body=has_body)
        if (answer["content-type"] or "").startswith("application/json") and answer.body and "jsonrpc" in answer.json:
            receives(answer.body)
        return answer

    def whole(self, *, has_body: bool) -> Answer:
        answer = self.head()
        if not has_body or answer.status in (100, 204):
            return answer
        if answer["transfer-encoding"] == "chunked":
            assert answer["content-length"] is None
            while size := int(self.reader.readline(), 16):
                answer.body += self.reader.read(size)
                assert self.reader.read(2) == b"\r\n"
            assert self.reader.readline() == b"\r\n"
        elif answer["content-length"] is not None:
            answer.body = self.reader.read(int(answer["content-length"]))
        else:
            answer.body = self.reader.read()
        return answer

    def is_closed(self) -> bool:
        """The server has nothing more to say."""
        try:
            return self.reader.read(1) == b""
        except ConnectionResetError:
            return True

    def reset(self) -> None:
        """Hangs up with RST instead of FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.reader.close()
        self.socket.close()


def head(method: str, target: str, fields: dict[str, str] | None = None, host: str | None = AUTHORITY) -> str:
    lines = [f"{method} {target} HTTP/1.1"] + ([f"host: {host}"] if host is not None else [])
    return "\r\n".join(lines + [f"{name}: {value}" for name, value in (fields or {}).items()]) + "\r\n\r\n"


def request(method: str, target: str, fields: dict[str, str] | None = None, body: object = None, host: str | None = AUTHORITY) -> bytes:
    data = b"" if body is None else sends(body, (fields or {}).get("mcp-protocol-version", "2024-11-05"))
    length = {"content-length": str(len(data))} if body is not None else {}
    return head(method, target, {**(fields or {}), **length}, host).encode() + data


def ask(method: str, target: str, fields: dict[str, str] | None = None, body: object = None, host: str | None = AUTHORITY) -> Answer:
    with Line() as line:
        line.send(request(method, target, fields, body, host))
        return line.answer(has_body=method != "HEAD")


def expect(status: int, *arguments: object, **more: object) -> Answer:
    answer = ask(*arguments, **more)
    assert answer.status == status, (status, arguments, more, answer)
    return answer


def refused(status: int, *pieces: bytes | str, closes: bool = True) -> Answer:
    """What is sent is refused, and the connection ended, so that nothing behind it is taken for a request."""
    with Line() as line:
        line.send(*pieces)
        answer = line.answer()
        assert answer.status == status, (status, pieces, answer)
        assert not closes or line.is_closed(), (pieces, "is not closed")
        return answer


def health() -> dict:
    answer = expect(200, "GET", "/health")
    assert answer.json["status"] == "ok", answer
    return answer.json


def until(what: str, condition: Callable[[], bool]) -> None:
    """Each look is an exchange with the server, so that nobody has to sleep."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, what


def run(*steps: Callable[[], None]) -> None:
    """After each of them the server still answers /health. Says that it is done."""
    for step in steps:
        try:
            step()
            if VIOLATIONS:
                raise VIOLATIONS[0]
        except BaseException:
            print(f"failed: {step.__name__}", file=sys.stderr)
            raise
        health()
    assert CHECKED, "no message of the server was seen"
    print(summary(CHECKED), file=sys.stderr)
    print("done")
