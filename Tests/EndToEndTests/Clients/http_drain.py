"""SIGTERM under load: every ticket that was made was also answered for, and the server is gone in time.

Sixty-four connections create tickets as fast as they can. When the server is told to stop, each goes on until its connection is closed.
Arguments: the server's program, the ticket API's program.
"""

import http.client
import json
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter

from wire import Conversation, summary

LANES = 64
ENOUGH = 400
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
HEADERS = {
    "Content-Type": "application/json", "Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": "tools/call", "Mcp-Name": "create_ticket",
}


class Tally:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.answered = 0
        self.broken: list[str] = []
        self.exchanges: list[tuple[dict, bytes]] = []
        self.enough = threading.Event()

    def answer(self) -> None:
        with self.lock:
            self.answered += 1
            if self.answered == ENOUGH:
                self.enough.set()


def lane(number: int, port: int, tally: Tally) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    step = 0
    while True:
        step += 1
        call = {
            "jsonrpc": "2.0", "id": step, "method": "tools/call",
            "params": {"name": "create_ticket", "arguments": {"title": f"負荷 {number}-{step}", "description": "x"}, "_meta": META},
        }
        try:
            connection.request("POST", "/mcp", json.dumps(call), HEADERS)
            response = connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # Closed before a byte of the answer: the server had stopped taking requests.
            return
        try:
            data = response.read()
            body = json.loads(data)
        except (http.client.IncompleteRead, ConnectionError, json.JSONDecodeError) as error:
            tally.broken.append(f"{number}-{step}: {error!r}")
            return
        if "jsonrpc" in body:
            tally.exchanges.append((call, data))
        if response.status == 503:
            return
        if response.status != 200 or body.get("result", {}).get("isError"):
            tally.broken.append(f"{number}-{step}: {response.status} {body}")
            tally.enough.set()
            return
        assert body["id"] == step, body
        tally.answer()
        if response.will_close:
            return


def measure(tally: Tally) -> None:
    """Every answer by the official schema; each is one to a request by itself."""
    checked: Counter[str] = Counter()
    for call, data in tally.exchanges:
        wire = Conversation(checked)
        wire.client_sends(call)
        wire.server_sends(data)
    assert checked.total() >= tally.answered, checked
    print(summary(checked), file=sys.stderr)


def count(api: str) -> int:
    with urllib.request.urlopen(f"{api}/tickets?include_total=true&limit=1") as response:
        return json.load(response)["page"]["total"]


def main() -> None:
    api = subprocess.Popen([sys.argv[2], "serve", "--announce", "--exit-with-parent"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    server = None
    try:
        upstream = json.loads(api.stdout.readline())["url"]
        server = subprocess.Popen(
            [sys.argv[1], "--port", "0", "--api-base-url", upstream, "--log-level", "error"], stdout=subprocess.PIPE, text=True,
            env={"MCP_RATE_LIMIT": "0"})
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        before = count(upstream)
        tally = Tally()
        lanes = [threading.Thread(target=lane, args=(number, port, tally)) for number in range(LANES)]
        for thread in lanes:
            thread.start()
        assert tally.enough.wait(60), f"only {tally.answered} answers"
        assert not tally.broken, tally.broken[:5]
        begin = time.monotonic()
        server.send_signal(signal.SIGTERM)
        status = server.wait(20)
        seconds = time.monotonic() - begin
        for thread in lanes:
            thread.join(20)
        made = count(upstream) - before
        assert not tally.broken, tally.broken[:5]
        assert status == 0, status
        assert seconds < 10, seconds
        assert made == tally.answered, f"{made} tickets were made, and {tally.answered} answered for"
        measure(tally)
    finally:
        if server and server.poll() is None:
            server.kill()
        api.stdin.close()
        api.wait(20)
    print("done")


main()
