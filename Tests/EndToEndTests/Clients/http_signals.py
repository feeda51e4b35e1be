"""A second signal while the server drains: it changes nothing. The call in flight has its answer, and the server ends in peace.

The upstream is ours: it answers when it is told to. Arguments: the server's program; the first and the second signal, such as SIGTERM.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection

from wire import Conversation

CALL = {
    "jsonrpc": "2.0", "id": 1, "method": "tools/call",
    "params": {
        "name": "get_ticket_list", "arguments": {},
        "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}},
    },
}
HEADERS = {
    "content-type": "application/json", "accept": "application/json", "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call",
    "mcp-name": "get_ticket_list",
}
EMPTY = b'{"items":[],"page":{"has_more":false,"next_cursor":null}}'


class Upstream(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.came, self.go_on = threading.Event(), threading.Event()

    def run(self) -> None:
        connection = self.listener.accept()[0]
        connection.recv(65_536)
        self.came.set()
        self.go_on.wait(30)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(EMPTY), EMPTY))


def is_listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except (ConnectionRefusedError, ConnectionResetError):  # reset: it was taken by a socket that is closed since
        return False
    return True


def main() -> None:
    first, second = (signal.Signals[name] for name in sys.argv[2:4])
    upstream = Upstream()
    upstream.start()
    port = upstream.listener.getsockname()[1]
    server = subprocess.Popen(
        [sys.argv[1], "--port", "0", "--log-level", "warning", "--api-base-url", f"http://127.0.0.1:{port}"],
        # The upstream takes one connection, which is for the call.
        env=os.environ | {"MCP_CHANGE_FEED": "off"}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        address = int(server.stdout.readline().rsplit(":", 1)[1])
        connection = HTTPConnection("127.0.0.1", address, timeout=30)
        connection.request("POST", "/mcp", json.dumps(CALL), HEADERS)
        assert upstream.came.wait(20), "the call did not reach the upstream"
        server.send_signal(first)
        deadline = time.monotonic() + 10
        while is_listening(address):
            assert time.monotonic() < deadline, "the first signal was not heeded"
        # It drains now.
        for _ in range(3):
            server.send_signal(second)
        try:
            status = server.wait(1)
            raise AssertionError(f"the second signal ended it with {status}, and the call has no answer")
        except subprocess.TimeoutExpired:
            pass
        upstream.go_on.set()
        response = connection.getresponse()
        data = response.read()
        assert response.status == 200 and not json.loads(data)["result"].get("isError"), (response.status, data)
        wire = Conversation(Counter())
        wire.client_sends(CALL)
        wire.server_sends(data)
        begin = time.monotonic()
        status = server.wait(20)
        assert status == 0, status
        assert time.monotonic() - begin < 5, "nothing was left to wait for"
    finally:
        if server.poll() is None:
            server.kill()
    print("done")


main()
