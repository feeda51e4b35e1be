"""The recorder itself: what is wrong fails a script over every transport, what is right does not, and nothing is changed on its way."""

import os
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import urllib.request
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from wire_cases import LIST, LISTED, RIGHT, WRONG, Case, line, opened
from wire_http import Web
from wire_recording import TEE, Recording, Relay
from wire_tee import notes

BYTES = os.urandom(1 << 20)


def told(case: Case, *transports: object) -> list[str]:
    """What a script says that records a case over each of some transports; nothing where it does not fail."""
    texts = []
    for transport in transports:
        try:
            with Recording() as recording:
                transport(recording, case)
            texts.append("")
        except SystemExit as end:
            texts.append(str(end))
    return texts


# Each of them hears all of one request before it answers it.
ANSWERING = "import sys\nfor text in sys.argv[1:]: sys.stdin.readline(); sys.stdout.write(text); sys.stdout.flush()"


# Ends by a signal alone: its input stays open.
ENDING = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(3)); print('up', flush=True); sys.stdin.read()"


def over_stdio(recording: Recording, case: Case) -> None:
    answers = [b"".join(map(line, said)).decode() for _, said in case[0]]
    command = recording.program(sys.executable, "-c", ANSWERING, *answers)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as server:
        for question, said in case[0]:
            server.stdin.write(line(question))
            for one in said:
                assert server.stdout.readline() == line(one)
        server.stdin.close()
        assert server.wait(10) == 0


class Answering(BaseHTTPRequestHandler):
    """One answer is a JSON body; several are a stream."""

    protocol_version = "HTTP/1.1"
    answers: list[list[object]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        said = self.answers.pop(0)
        self.send_response(200 if said else 202)
        self.send_header("mcp-session-id", "s")
        if len(said) == 1:
            self.send_header("content-type", "application/json")
            self.body(line(said[0]))
        else:
            self.send_header("content-type", "text/event-stream")
            self.body(b"".join(b"event: message\ndata: " + line(one) + b"\n" for one in said))

    def body(self, data: bytes) -> None:
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def over_http(recording: Recording, case: Case) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, args=[0.02]).start()
        url = recording.relay(f"http://127.0.0.1:{server.server_address[1]}") + "/mcp"
        Answering.answers = [said for _, said in case[0]]
        for question, _ in case[0]:
            with urllib.request.urlopen(urllib.request.Request(url, line(question), {"mcp-session-id": "s"}), timeout=10) as response:
                response.read()
        server.shutdown()


def violations_fail() -> None:
    for case in WRONG:
        for text in told(case, over_stdio, over_http):
            assert text.startswith("1 violations") and case[1] in text, (case, text)


def what_is_right_does_not() -> None:
    for case in RIGHT:
        assert told(case, over_stdio, over_http) == ["", ""], (case, told(case, over_stdio, over_http))


def nothing_seen_fails() -> None:
    assert told(([], ""), over_stdio, over_http) == ["1 violations of the schema\nno message of the server was recorded"] * 2
    assert told(([], ""), lambda *_: None) == ["1 violations of the schema\nnothing was recorded"]
    try:
        with Recording() as recording:
            over_stdio(recording, WRONG[0])
            raise KeyError("of the script")
    except KeyError:
        # What a script fails for is not lost.
        return
    raise AssertionError("an error of the script is lost")


def what_is_no_json_fails() -> None:
    for text in ["a stray line\n", '{"jsonrpc":"2.0","id":1,"result":{"n":NaN}}\n', '{"jsonrpc":"2.0"']:
        try:
            with Recording() as recording:
                command = recording.program(sys.executable, "-c", ANSWERING, text)
                subprocess.run(command, input=line(LIST), stdout=subprocess.DEVNULL, check=True)
        except SystemExit as end:
            assert "is no message" in str(end) or "a line without an end" in str(end), end
        else:
            raise AssertionError(text)


def streams_are_read() -> None:
    """A stream that messages are posted to, in both dialects, by the byte: what it brings is measured, what keeps it alive is not."""
    posted = line(opened("2024-11-05")[0])
    for start, target, name in [
        (b"event: endpoint\ndata: /message?sessionId=a\n\nevent: ready\ndata: \"ok\"\n\n", b"/message?sessionId=a", b"message"),
        (b'event: connected\r\ndata: {"connection_id":"a"}\r\n\r\n', b"/mcp/sse/message?connection_id=a", b"mcp_response"),
    ]:
        for said, expected in [(opened("2024-11-05")[1][0], ""), ({**LISTED, "id": 0}, "names no revision")]:
            web, faults = Web(checked := Counter()), []

            def read(connection: int, is_client: bool, data: bytes) -> None:
                for byte in data:
                    faults.extend(web.read(connection, is_client, bytes([byte])))

            read(1, True, b"GET /sse HTTP/1.1\r\nhost: h\r\n\r\n")
            read(1, False, b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
            read(1, False, b"%X\r\n%b\r\n" % (len(start), start))
            read(2, True, b"POST %b HTTP/1.1\r\nhost: h\r\ncontent-length: %d\r\n\r\n%b" % (target, len(posted), posted))
            event = b": beat\n\nevent: ping\ndata: 1\n\nevent: " + name + b"\ndata: " + line(said) + b"\n"
            read(1, False, b"%X\r\n%b\r\n" % (len(event), event))
            read(2, False, b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")
            assert checked.total() == 1 and len(faults) == bool(expected) and expected in "".join(faults), (start, said, checked, faults)
            assert not web.left_over()


def a_program_is_not_changed() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tee = [sys.executable, str(TEE), folder]
        done = subprocess.run([*tee, "cat"], input=BYTES, capture_output=True, timeout=20)
        assert done.returncode == 0 and done.stdout == BYTES
        noted = [note for file in Path(folder).iterdir() for note in notes(file)]
        assert all(b"".join(data for is_client, data in noted if is_client == sender) == BYTES for sender in (True, False))
        assert subprocess.run([*tee, "sh", "-c", "exit 7"], timeout=20).returncode == 7
        assert subprocess.run([*tee, "sh", "-c", "kill -KILL $$"], timeout=20).returncode == -signal.SIGKILL
        # Nobody reads any more, and it is told so.
        with subprocess.Popen([*tee, "yes"], stdout=subprocess.PIPE) as endless:
            assert endless.stdout.read(2) == b"y\n"
            endless.stdout.close()
            assert endless.wait(20) == -signal.SIGPIPE
        with subprocess.Popen([*tee, sys.executable, "-c", ENDING], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdout.readline() == b"up\n"
            server.terminate()
            assert server.wait(20) == 3


def a_connection_is_not_changed() -> None:
    ended = threading.Event()

    class Echo(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                while data := self.request.recv(1 << 16):
                    self.request.sendall(data)
            except OSError:
                # A reset is an end, too.
                pass
            ended.set()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, args=[0.02]).start()
        relay = Relay(f"http://127.0.0.1:{server.server_address[1]}")
        with socket.create_connection(relay.server_address, timeout=20) as client, client.makefile("rb") as reader:
            sender = threading.Thread(target=lambda: (client.sendall(BYTES), client.shutdown(socket.SHUT_WR)))
            sender.start()
            assert reader.read() == BYTES
            sender.join()
        for sender in (True, False):
            assert b"".join(data for _, is_client, data in relay.notes if is_client == sender) == BYTES
        # Who is gone is gone at the other end, too.
        ended.clear()
        with socket.create_connection(relay.server_address, timeout=20) as client:
            client.sendall(b"x")
            assert client.recv(1) == b"x"
        assert ended.wait(20)
        relay.close()
        server.shutdown()


for test in [
    violations_fail, what_is_right_does_not, nothing_seen_fails, what_is_no_json_fails, streams_are_read, a_program_is_not_changed,
    a_connection_is_not_changed,
]:
    try:
        test()
    except BaseException:
        print(f"failed: {test.__name__}", file=sys.stderr)
        raise
print("done")
