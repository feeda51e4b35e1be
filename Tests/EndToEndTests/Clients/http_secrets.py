"""Whatever is asked of the server, and however wrong: no secret is in what it says, logs or shows of its process.

All secrets hold the word canary. The upstream is ours, fails in every way, and must see its own key alone. Arguments: the server's program;
how the secrets are given, `variables` or `files`.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from wire import Conversation

SECRETS = {
    "MCP_MCP_API_KEY": "canary-of-our-callers-0001", "MCP_SHARED_SECRET": "canary-shared-" + "0123456789" * 5,
    "MCP_API_KEY": "canary-of-the-upstream-0001",
}
META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


class Upstream(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[str] = []

    def do_GET(self) -> None:
        Upstream.seen.append(f"{self.requestline} {self.headers}")
        answers = [(401, b"{}"), (403, b"{}"), (500, b"<html>"), (200, b"not json"), (200, b"{}"), (302, b"")]
        status, body = answers[len(Upstream.seen) % len(answers)]
        self.send_response(status)
        self.send_header("location", "http://127.0.0.2:1/elsewhere")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def ask(port: int, fields: dict[str, str], target: str = "/mcp", tool: str = "get_ticket_list", arguments: object = {}) -> tuple[int, str]:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments, "_meta": META}}
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    own = {
        "content-type": "application/json", "accept": "application/json", "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call",
        "mcp-name": tool,
    }
    connection.request("POST", target, json.dumps(call), own | fields)
    response = connection.getresponse()
    data = response.read()
    if b'"jsonrpc"' in data:
        wire = Conversation(Counter())
        wire.client_sends(call)
        wire.server_sends(data)
    connection.close()
    return response.status, f"{response.headers}{data.decode()}"


def use(port: int) -> str:
    key, secret = SECRETS["MCP_MCP_API_KEY"], SECRETS["MCP_SHARED_SECRET"]
    said, statuses = "", []
    good = [{"x-api-key": key}, {"authorization": f"Bearer {key}"}, {"authorization": f"Bearer {secret}"}]
    wrong = [
        {"x-api-key": key + "x"}, {"x-api-key": key[:-1]}, {"authorization": f"Basic {key}"}, {"authorization": f"Bearer {secret[:-1]}"},
        {"authorization": f"Bearer {SECRETS['MCP_API_KEY']}"}, {"cookie": f"key={key}"},
    ]
    for fields in good * 4 + wrong:
        status, text = ask(port, fields)
        statuses.append(status)
        said += text
    assert statuses == [200] * 12 + [401] * 6, statuses
    for target in [f"/mcp?key={key}", f"/rpc?access_token={secret}", f"/nowhere/{key}", f"/message?sessionId={key}"]:
        said += ask(port, {}, target)[1]
    said += ask(port, good[0] | {"mcp-name": "other"})[1]
    said += ask(port, good[0], arguments={"limit": "many"})[1]
    return said


def main() -> None:
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        given = dict(SECRETS)
        if sys.argv[2] == "files":
            for name, secret in SECRETS.items():
                path = Path(folder, name)
                path.write_text(secret + "\n")
                path.chmod(0o600)
            given = {f"{name}_FILE": str(Path(folder, name)) for name in SECRETS}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MCP_") and name != "SHARED_SECRET"}
        server = subprocess.Popen(
            [sys.argv[1], "--port", "0", "--log-level", "trace", "--api-base-url", f"http://127.0.0.1:{upstream.server_port}"],
            text=True, env=clean | given | {"MCP_RATE_LIMIT": "0"}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=folder)
        logged: list[str] = []
        reader = threading.Thread(target=lambda: logged.extend(server.stderr))
        reader.start()
        try:
            greeting = server.stdout.readline()
            said = use(int(greeting.rsplit(":", 1)[1]))
            shown = Path(f"/proc/{server.pid}/cmdline").read_text() if Path("/proc").exists() else ""
            server.terminate()
            greeting += server.stdout.read()
            assert server.wait(20) == 0, server.returncode
            reader.join(20)
        finally:
            if server.poll() is None:
                server.kill()
    log = "".join(logged)
    assert log, "nothing was logged"
    for name, text in {"its answers": said, "its log": log, "its greeting": greeting, "its arguments": shown}.items():
        found = re.search(r".{0,60}canary.{0,60}", text)
        assert not found, f"a secret is in {name}: {found[0]}"
    assert Upstream.seen and all("canary-of-the-upstream-0001" in request for request in Upstream.seen), Upstream.seen[:2]
    for secret in ["MCP_MCP_API_KEY", "MCP_SHARED_SECRET"]:
        assert not any(SECRETS[secret] in request for request in Upstream.seen), f"{secret} went upstream"
    print("done")


main()
