"""The dialects of browsers, in a browser: a page in Chromium uses EventSource and fetch, and reports here."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

from wire_recording import Recording

HERE = Path(__file__).parent
# A site that is not ours; the browser is told that it is on this machine.
STRANGER = "stranger.example"
TIME = 60


class Pages(BaseHTTPRequestHandler):
    pages = {"/": "browser_dialects.html", "/stranger": "browser_stranger.html"}
    result: list[str] = []
    has_result = threading.Event()

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in self.pages:
            self.reply(200, (HERE / self.pages[path]).read_bytes(), "text/html; charset=utf-8")
        elif path == "/open":
            self.reply(200, b"open", "text/plain", [("Access-Control-Allow-Origin", "*")])
        else:
            self.reply(404, b"", "text/plain")

    def do_POST(self) -> None:
        self.result.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.reply(204, b"", "text/plain")
        self.has_result.set()

    def reply(self, status: int, body: bytes, kind: str, fields: list[tuple[str, str]] = []) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in fields:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def browser() -> str:
    for name in ["chromium", "chromium-browser", "google-chrome"]:
        if path := shutil.which(name):
            return path
    sys.exit("no Chromium and no Chrome on the PATH; `make test` installs one where it can")


def main(base: str) -> None:
    program = browser()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    foreign = f"http://{STRANGER}:{port}"
    page = f"http://127.0.0.1:{port}/?base={quote(base, safe='')}&foreign={quote(foreign, safe='')}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-proxy-server",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
                f"--host-resolver-rules=MAP {STRANGER} 127.0.0.1", f"--user-data-dir={folder}", page,
            ],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        try:
            in_time = Pages.has_result.wait(TIME)
        finally:
            # Chromium is many processes, all of one group.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if not in_time or Pages.result != ["done"]:
            log.seek(0)
            print(log.read().decode(errors="replace")[-6_000:], file=sys.stderr)
            sys.exit("\n".join(Pages.result) or f"the page has not reported within {TIME} s")


with Recording() as recording:
    main(recording.relay(sys.argv[1]))
print("done")
