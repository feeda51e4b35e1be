"""HTTP as it comes from strangers: raw sockets and curl. After each piece of it the server still answers /health."""

import json
import shutil
import socket
import subprocess
import threading

from raw_http import (
    AUTHORITY, BOTH, INITIALIZE, JSON, LIST, PORT, URL, Line, ask, expect, head, health, receives, refused, request, run, sends, until,
)


def rpc(name: str, **arguments: object) -> dict:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def open_session() -> dict[str, str]:
    answer = expect(200, "POST", "/mcp", {**JSON, "accept": BOTH}, INITIALIZE)
    assert answer.json["result"]["protocolVersion"] == "2025-11-25", answer
    fields = {**JSON, "accept": BOTH, "mcp-session-id": answer["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}
    expect(202, "POST", "/mcp", fields, {"jsonrpc": "2.0", "method": "notifications/initialized"})
    return fields


def methods_and_paths() -> None:
    got = expect(200, "GET", "/health")
    with Line() as line:
        line.send(request("HEAD", "/health"), request("GET", "/ready"))
        answer = line.answer(has_body=False)
        assert answer.status == 200 and answer["content-type"] == got["content-type"] and int(answer["content-length"]) > 0, answer
        assert line.answer().json == {"ready": True}
    assert "HEAD" not in expect(405, "HEAD", "/mcp")["allow"]
    assert expect(405, "PUT", "/mcp", JSON, LIST)["allow"] == "GET, POST, DELETE, OPTIONS"
    expect(405, "POST", "/health", JSON, LIST)
    expect(405, "GET", "/rpc")
    expect(405, "PATCH", "/sse")
    for path in ["/nowhere", "/mcp/nowhere", "/MCP", "/mcp/../health", "//mcp", "/%6dcp", "*"]:
        expect(404, "GET", path)
    expect(200, "GET", f"http://{AUTHORITY}/health?a=b")
    preflight = expect(
        204, "OPTIONS", "/mcp",
        {"origin": "http://localhost:5173", "access-control-request-method": "POST", "access-control-request-headers": "mcp-session-id"})
    assert preflight["access-control-allow-origin"] == "http://localhost:5173", preflight
    assert "mcp-session-id" in preflight["access-control-allow-headers"].lower(), preflight


def pipelining() -> None:
    with Line() as line:
        line.send(
            b"".join(
                request("GET", "/ready") if number % 2 else request("POST", "/rpc", JSON, {"jsonrpc": "2.0", "id": number, "method": "ping"})
                for number in range(20)))
        for number in range(20):
            answer = line.answer()
            assert answer.status == 200 and (answer.json == {"ready": True} if number % 2 else answer.json["id"] == number), (number, answer)
        # A byte at a time.
        for byte in request("POST", "/rpc", JSON, LIST):
            line.send(bytes([byte]))
        assert len(line.answer().json["result"]["tools"]) == 11


def chunked() -> None:
    data = json.dumps(LIST).encode()
    bytewise = b"".join(b"1\r\n" + bytes([byte]) + b"\r\n" for byte in data)
    extended = f"{len(data):X};name=value;other=\"a b\"\r\n".encode() + data + b"\r\n"
    with Line() as line:
        for chunks in [bytewise, extended]:
            sends(LIST)
            line.send(head("POST", "/rpc", {**JSON, "transfer-encoding": "chunked"}), chunks, b"0\r\n\r\n")
            assert line.answer().json["id"] == "list"
        sends(LIST)
        line.send(head("POST", "/rpc", {**JSON, "transfer-encoding": "Chunked"}), bytewise, b"0\r\nx-trailer: 1\r\n\r\n")
        line.send(request("GET", "/ready"))
        assert line.answer().json["id"] == "list"
        assert line.answer().json == {"ready": True}
    refused(400, head("POST", "/rpc", {**JSON, "transfer-encoding": "chunked"}), "zz\r\n")
    refused(413, head("POST", "/rpc", {**JSON, "transfer-encoding": "chunked"}), "FFFFFFFFFFFFFFFFF\r\n")


def expectations() -> None:
    data = sends(LIST)
    with Line() as line:
        line.send(head("POST", "/rpc", {**JSON, "expect": "100-continue", "content-length": str(len(data))}))
        assert line.answer().status == 100
        line.send(data)
        assert line.answer().json["id"] == "list"
        # Who does not wait for it gets its answer all the same.
        sends(LIST)
        line.send(head("POST", "/rpc", {**JSON, "expect": "100-continue", "content-length": str(len(data))}).encode() + data)
        answer = line.answer()
        assert (line.answer() if answer.status == 100 else answer).json["id"] == "list"
    refused(413, head("POST", "/rpc", {**JSON, "expect": "100-continue", "content-length": str(100 << 20)}))
    refused(417, head("POST", "/rpc", {**JSON, "expect": "a-miracle", "content-length": "2"}), closes=False)


def smuggling() -> None:
    hidden = request("GET", "/ready").decode()
    chunks = "0\r\n\r\n"
    host = f"POST /rpc HTTP/1.1\r\nhost: {AUTHORITY}\r\ncontent-type: application/json\r\n"
    for fields in [
        "content-length: 5\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
        "content-length: 5\r\ncontent-length: 6\r\n",
        "content-length: 5\r\ncontent-length: 5\r\n",
        "content-length: 5, 5\r\n",
        "content-length: -5\r\n",
        "content-length: +5\r\n",
        "content-length: 0x5\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n",
        "content-length : 5\r\n",
        "host: evil.example\r\ncontent-length: 5\r\n",
        "x: a\0b\r\ncontent-length: 5\r\n",
        " folded: 1\r\ncontent-length: 5\r\n",
    ]:
        refused(400, host, fields, "\r\n", chunks, hidden)
    for coding in ["gzip, chunked", "xchunked", "identity", "chunked, identity"]:
        with Line() as line:
            line.send(host, f"transfer-encoding: {coding}\r\n\r\n", chunks, hidden)
            assert line.answer().status in (400, 501), coding
            assert line.is_closed(), coding
    refused(400, f"GET /health HTTP/1.1\r\n\r\n")
    refused(400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    with Line() as line:
        line.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        assert line.answer().status in (400, 505)
        assert line.is_closed()


def limits() -> None:
    refused(413, head("POST", "/mcp", {**JSON, "accept": BOTH, "content-length": str(5 << 20)}))
    with Line() as line:
        line.send(head("POST", "/mcp", {**JSON, "accept": BOTH, "transfer-encoding": "chunked"}))
        try:
            for _ in range(80):
                line.send(b"10000\r\n", b" " * 0x10000, b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert line.answer().status == 413
        assert line.is_closed()
    refused(431, head("GET", "/health", {"x": "a" * 10_000}))
    refused(431, head("GET", "/health", {f"x-{number}": "a" for number in range(200)}))
    refused(414, head("GET", "/health?" + "a" * 10_000))
    deep = b'{"jsonrpc":"2.0","id":1,"method":"ping","params":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert expect(400, "POST", "/rpc", JSON, deep).json["error"]["code"] in (-32700, -32600)


def broken_off() -> None:
    for piece in [
        b"", b"G", b"GET /hea", head("GET", "/health").encode()[:-2],
        head("POST", "/rpc", {**JSON, "content-length": "100"}).encode(),
        head("POST", "/rpc", {**JSON, "content-length": "100"}).encode() + b'{"jsonrpc":',
        head("POST", "/mcp", {**JSON, "accept": BOTH, "transfer-encoding": "chunked"}).encode() + b"40\r\n{",
    ]:
        with Line() as line:
            line.send(piece)
            line.socket.shutdown(socket.SHUT_WR)
            line.reader.read()
        line = Line()
        line.send(piece)
        line.reset()
        health()
    # Asked, and gone before the answer.
    for _ in range(10):
        line = Line()
        line.send(request("POST", "/rpc", JSON, rpc("get_ticket_list", limit=50)))
        line.reset()
    # Who has finished speaking counts as gone: a whole answer, or none.
    for message in [LIST, rpc("get_ticket_list", limit=5)]:
        with Line() as line:
            line.send(request("POST", "/rpc", JSON, message))
            line.socket.shutdown(socket.SHUT_WR)
            if line.reader.peek(1):
                assert line.answer().json["id"] == message["id"]
            assert line.is_closed()


def broken_streams() -> None:
    until("no stream is left", lambda: health()["streams"] == 0)
    session = open_session()
    lines = []
    common = ("/mcp", {"accept": "text/event-stream", "mcp-session-id": session["mcp-session-id"]})
    for target, fields in [("/sse", {}), ("/mcp/sse", {})] * 4 + [common]:
        line = Line()
        line.send(request("GET", target, fields))
        answer = line.head()
        assert answer.status == 200 and answer["content-type"].startswith("text/event-stream"), answer
        assert answer["x-accel-buffering"] == "no", answer
        line.reader.readline()
        lines.append(line)
    assert health()["streams"] == len(lines)
    for line in lines:
        line.reset()
    until("streams that were reset are gone", lambda: health()["streams"] == 0)
    # Reset with a call on its way.
    for _ in range(5):
        line = Line()
        line.send(request("GET", "/sse"))
        assert line.head().status == 200
        while not (text := line.reader.readline()).startswith(b"data: /message"):
            pass
        expect(202, "POST", text.decode().split()[1], JSON, rpc("get_ticket_list", limit=50))
        line.reset()
        expect_gone = text.decode().split()[1]
        until("a stream ends with its connection", lambda: health()["streams"] == 0)
        expect(404, "POST", expect_gone, JSON, LIST)
    expect(204, "DELETE", "/mcp", session)


def hosts_and_origins() -> None:
    for host in [
        "evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "128.0.0.1", "0.0.0.0", "[::2]", "10.0.0.1",
    ]:
        expect(403, "GET", "/health", host=host)
        expect(403, "POST", "/rpc", JSON, LIST, host=host)
    for host in ["localhost", f"localhost:{PORT}", "LocalHost", "127.0.0.1", "127.0.0.2:1", "[::1]", f"[::1]:{PORT}"]:
        expect(200, "GET", "/health", host=host)
    for origin in [
        "https://evil.example", "http://127.0.0.1.evil.example", "null", "", "file://", "http://localhost.evil.example:1",
        "http://evil.example#localhost", "http://localhost@evil.example", "chrome-extension://abc",
    ]:
        answer = expect(403, "POST", "/rpc", {**JSON, "origin": origin}, LIST)
        assert answer["access-control-allow-origin"] is None, answer
        expect(403, "GET", "/sse", {"origin": origin})
        expect(403, "OPTIONS", "/mcp", {"origin": origin, "access-control-request-method": "POST"})
    for origin in ["http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:8080", "https://localhost"]:
        answer = expect(200, "POST", "/rpc", {**JSON, "origin": origin}, LIST)
        assert answer["access-control-allow-origin"] == origin and answer["vary"].lower() == "origin", answer


def negotiation() -> None:
    for accept in ["application/xml", "image/*;q=0.8", "application/json;q=0, text/event-stream;q=0", "*/*;q=0", ";;;,,,", "x" * 4_000]:
        expect(406, "POST", "/mcp", {**JSON, "accept": accept}, INITIALIZE)
    expect(406, "GET", "/sse", {"accept": "application/json"})
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"]:
        expect(415, "POST", "/mcp", {"content-type": kind, "accept": BOTH}, INITIALIZE)
    expect(415, "POST", "/mcp", {"accept": BOTH}, INITIALIZE)
    for body, code in [(b"", -32700), (b"{", -32700), (b"\xff\xfe", -32700), (b'{"id":1}', -32600)]:
        answer = expect(400, "POST", "/mcp", {**JSON, "accept": BOTH}, body)
        assert answer.json["error"]["code"] == code, (body, answer)


def sessions() -> None:
    session = open_session()
    bare = {name: value for name, value in session.items() if name != "mcp-session-id"}
    expect(400, "POST", "/mcp", bare, LIST)
    expect(400, "GET", "/mcp", {"accept": "text/event-stream"})
    expect(400, "DELETE", "/mcp", {})
    for unknown in ["x", "0" * 48, session["mcp-session-id"].upper() + "A", "a" * 4_000]:
        expect(404, "POST", "/mcp", {**session, "mcp-session-id": unknown}, LIST)
        expect(404, "GET", "/mcp", {"accept": "text/event-stream", "mcp-session-id": unknown})
        expect(404, "DELETE", "/mcp", {"mcp-session-id": unknown})
    assert len(expect(200, "POST", "/mcp", session, LIST).json["result"]["tools"]) == 11
    expect(400, "POST", "/mcp", {**session, "mcp-protocol-version": "1999-01-01"}, LIST)
    expect(406, "POST", "/mcp", {**session, "accept": "application/json"}, LIST)
    for forged in ["999-999", "0-999", "-1-1", "x", "1-", "99999999999999999999-1"]:
        expect(400, "GET", "/mcp", {**session, "accept": "text/event-stream", "last-event-id": forged})
    expect(204, "DELETE", "/mcp", session)
    expect(404, "POST", "/mcp", session, LIST)
    expect(404, "DELETE", "/mcp", session)
    for target in [
        "/message", "/message?sessionId=", "/message?sessionId=x", "/mcp/sse/message?connection_id=%zz",
        f"/message?sessionId={'a' * 4_000}",
    ]:
        expect(404, "POST", target, JSON, LIST)


def stateless() -> None:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {}}
    fields = {**JSON, "accept": BOTH, "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/list"}
    body = {"jsonrpc": "2.0", "id": "m", "method": "tools/list", "params": {"_meta": meta}}
    answer = expect(200, "POST", "/mcp", fields, body)
    assert len(answer.json["result"]["tools"]) == 11 and answer["mcp-session-id"] is None, answer
    for wrong in [
        {**fields, "mcp-method": "tools/call"}, {**fields, "mcp-protocol-version": "2025-11-25"},
        {name: value for name, value in fields.items() if name != "mcp-method"},
        {name: value for name, value in fields.items() if name != "mcp-protocol-version"},
    ]:
        answer = expect(400, "POST", "/mcp", wrong, body)
        assert answer.json["error"]["code"] == -32020 and answer.json["id"] == "m", answer
    answer = expect(404, "POST", "/mcp", {**fields, "mcp-method": "no/such"}, {**body, "method": "no/such"})
    assert answer.json["error"]["code"] == -32601 and answer.json["id"] == "m", answer
    later = {**body, "params": {"_meta": {**meta, "io.modelcontextprotocol/protocolVersion": "2099-01-01"}}}
    answer = expect(400, "POST", "/mcp", {**fields, "mcp-protocol-version": "2099-01-01"}, later)
    assert answer.json["error"]["code"] == -32022 and "2026-07-28" in answer.json["error"]["data"]["supported"], answer


def own_answers() -> None:
    """Many callers with the same id: each gets its own answer."""
    wrong: list[object] = []

    def one(number: int) -> None:
        ticket = f"T-{number:06}"
        answer = ask("POST", "/rpc", JSON, rpc("get_ticket_detail", ticket=ticket))
        if answer.status != 200 or answer.json["id"] != 1 or ticket not in answer.json["result"]["content"][0]["text"]:
            wrong.append((ticket, answer))

    threads = [threading.Thread(target=one, args=[number]) for number in range(1, 65)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong


def curl() -> None:
    program = shutil.which("curl")
    assert program, "curl is missing; run `make test`: it installs it"

    def fetch(*arguments: str, data: bytes | None = None) -> tuple[int, str]:
        # Proxies that the environment names are not for us.
        command = [program, "-sS", "--noproxy", "*", "--max-time", "20", "-o", "-", "-w", "\n%{http_code}", *arguments]
        done = subprocess.run(command, input=data, capture_output=True, timeout=30)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        body, _, status = done.stdout.decode().rpartition("\n")
        return int(status), body

    big = rpc("get_ticket_list", query="x" * (2 << 20))
    typed = ["-H", "content-type: application/json"]
    assert fetch("-I", f"{URL}/health")[0] == 200
    assert fetch("--http1.0", f"{URL}/health")[0] == 200
    assert fetch("--http2", f"{URL}/health")[0] == 200
    for extra in [[], ["-H", "transfer-encoding: chunked"], ["-H", "expect: 100-continue"]]:
        status, body = fetch(*typed, *extra, "--data-binary", sends(LIST).decode(), f"{URL}/rpc")
        assert status == 200 and len(json.loads(body)["result"]["tools"]) == 11, (extra, status, body)
        receives(body.encode())
        # So large that curl waits for a 100 by itself.
        status, body = fetch(*typed, *extra, "--data-binary", "@-", f"{URL}/rpc", data=sends(big))
        assert status == 200 and json.loads(body)["error"]["code"] == -32602, (extra, status, body[:500])
        receives(body.encode())
    assert fetch(*typed, "--data-binary", "@-", f"{URL}/rpc", data=b" " * (5 << 20))[0] == 413
    # Two over one connection.
    status, body = fetch(f"{URL}/ready", f"{URL}/ready", "-o", "-")
    assert status == 200, body


run(
    methods_and_paths, pipelining, chunked, expectations, smuggling, limits, broken_off, broken_streams, hosts_and_origins, negotiation,
    sessions, stateless, own_answers, curl,
)
