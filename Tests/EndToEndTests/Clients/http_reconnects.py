"""Many who come and go, and many who are slow, by raw sockets: the others are served meanwhile, and nothing of them is left."""

import selectors
import socket
import time

from raw_http import BOTH, HOST, INITIALIZE, JSON, PORT, Line, expect, head, health, request, run, until

SLOW = 500
RECONNECTS = 1_000


def open_session() -> dict[str, str]:
    answer = expect(200, "POST", "/mcp", {**JSON, "accept": BOTH}, INITIALIZE)
    return {"mcp-session-id": answer["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}


def a_thousand_reconnects() -> None:
    """Each takes the stream over from the one before, and half of them end with RST."""
    session = open_session()
    stream = request("GET", "/mcp", {"accept": "text/event-stream", **session})
    begin = time.monotonic()
    for number in range(RECONNECTS):
        line = Line()
        line.send(stream)
        answer = line.head()
        assert answer.status == 200, (number, answer)
        if number % 2:
            line.reset()
        else:
            line.__exit__()
    seconds = time.monotonic() - begin
    assert seconds < 30, f"{RECONNECTS} reconnects took {seconds} s"
    until("no stream is left", lambda: health()["streams"] == 0)
    expect(204, "DELETE", "/mcp", session)


def many_streams_at_once() -> None:
    """Two hundred streams, all ended with RST: each is noticed."""
    lines = []
    for path in ["/sse", "/mcp/sse"] * 100:
        line = Line()
        line.send(request("GET", path))
        assert line.head().status == 200
        lines.append(line)
    assert health()["streams"] == len(lines)
    for line in lines:
        line.reset()
    until("no stream is left", lambda: health()["streams"] == 0)


def slow_senders() -> None:
    """A byte a second from each: others are answered at once, and the slow ones lose their connections when the time for a head is over."""
    selector = selectors.DefaultSelector()
    drops = head("GET", "/health", {"x-slow": "a" * 100}).encode()
    for _ in range(SLOW):
        connection = socket.create_connection((HOST, PORT), timeout=20)
        connection.sendall(drops[:1])
        selector.register(connection, selectors.EVENT_READ)
    begin, sent, longest, statuses = time.monotonic(), 1, 0.0, []
    while selector.get_map():
        assert time.monotonic() - begin < 30, f"{len(selector.get_map())} of them are still there"
        for key, _ in selector.select(timeout=0.2):
            try:
                statuses.append(key.fileobj.recv(4_096)[9:12])
            except ConnectionResetError:
                statuses.append(b"")
            selector.unregister(key.fileobj)
            key.fileobj.close()
        asked = time.monotonic()
        health()
        longest = max(longest, time.monotonic() - asked)
        if time.monotonic() - begin > sent:
            for key in list(selector.get_map().values()):
                try:
                    key.fileobj.sendall(drops[sent:sent + 1])
                except OSError:
                    # It is being closed; what it said is read above.
                    pass
            sent += 1
    assert len(statuses) == SLOW and set(statuses) == {b"408"}, set(statuses)
    assert sent > 5, "they had no time to be slow"
    assert longest < 2, f"somebody else waited {longest} s"


run(a_thousand_reconnects, many_streams_at_once, slow_senders)
