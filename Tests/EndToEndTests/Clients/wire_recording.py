"""Records what goes between the clients of a script and a server, and measures every message of the server by the official schema."""

import itertools
import socket
import socketserver
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from wire import Conversation, Violation, summary
from wire_http import Web, readable
from wire_tee import notes

TEE = Path(__file__).with_name("wire_tee.py")
LARGEST = 1 << 28


class Recording:
    """Lasts as long as the clients do; at its end the script fails if a message was wrong, or if none was seen where some must have been.

        with Recording() as recording:
            anyio.run(main, recording.relay("http://127.0.0.1:8080"), recording.program("server", "--demo"))
        print("done")

    While the clients run, bytes are only noted; they are measured afterwards. How many messages there were goes to stderr.
    """

    def __init__(self) -> None:
        self.channels: list[Program | Relay] = []

    def program(self, *command: str) -> list[str]:
        """The command to run in place of one whose standard streams are to be recorded; it may run any number of times."""
        self.channels.append(Program(command))
        return self.channels[-1].command

    def relay(self, url: str) -> str:
        """The URL to use in place of a server's."""
        self.channels.append(Relay(url))
        return self.channels[-1].url

    def __enter__(self) -> "Recording":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        faults: list[str] = []
        for channel in self.channels:
            checked: Counter[str] = Counter()
            faults += channel.faults(checked)
            channel.close()
            if not checked:
                faults.append("no message of the server was recorded")
            print(f"{channel.name}: {summary(checked)}", file=sys.stderr)
        faults = faults or ([] if self.channels else ["nothing was recorded"])
        text = "\n".join([f"{len(faults)} violations of the schema", *faults[:20]])
        if faults and kind is None:
            sys.exit(text)
        elif faults:
            # What the script has failed for comes first.
            print(text, file=sys.stderr)


class Program:
    """A program with standard streams: one conversation each time that it runs."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.name = Path(command[0]).name
        self.folder = tempfile.TemporaryDirectory()
        self.command = [sys.executable, str(TEE), self.folder.name, *command]

    def faults(self, checked: Counter[str]) -> list[str]:
        return [fault for file in sorted(Path(self.folder.name).iterdir()) for fault in self.of_run(file, checked)]

    @staticmethod
    def of_run(file: Path, checked: Counter[str]) -> list[str]:
        conversation, faults = Conversation(checked), []
        unread = {True: b"", False: b""}
        for is_client, data in notes(file):
            *lines, unread[is_client] = (unread[is_client] + data).split(b"\n")
            for line in filter(bytes.strip, lines):
                if is_client:
                    conversation.client_sends(readable(line))
                else:
                    faults += failure(conversation, line)
        if unread[False]:
            faults.append(f"a line without an end: {unread[False][:2_000]!r}")
        return faults

    def close(self) -> None:
        self.folder.cleanup()


def failure(conversation: Conversation, line: bytes) -> list[str]:
    try:
        conversation.server_sends(line)
    except Violation as violation:
        return [str(violation)]
    return []


class Relay(socketserver.ThreadingTCPServer):
    """Passes TCP on, byte for byte, with the ends of both directions; who resets a connection ends it on both sides."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), Passage)
        place = urlsplit(url)
        self.target = (place.hostname, place.port)
        self.name = place.netloc
        self.url = f"{place.scheme}://127.0.0.1:{self.server_address[1]}{place.path}"
        self.numbers = itertools.count()
        self.lock = threading.Lock()
        self.notes: list[tuple[int, bool, bytes]] = []
        self.size = 0
        threading.Thread(target=self.serve_forever, args=[0.02], daemon=True).start()

    def note(self, connection: int, is_client: bool, data: bytes) -> None:
        with self.lock:
            self.size += len(data)
            if self.size <= LARGEST:
                self.notes.append((connection, is_client, data))

    def faults(self, checked: Counter[str]) -> list[str]:
        web = Web(checked)
        with self.lock:
            noted = list(self.notes)
        if self.size > LARGEST:
            return [f"{self.size} bytes are too many to record"]
        return [fault for note in noted for fault in web.read(*note)] + web.left_over()

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Passage(socketserver.BaseRequestHandler):
    """One connection."""

    server: Relay

    def handle(self) -> None:
        number = next(self.server.numbers)
        try:
            upstream = socket.create_connection(self.server.target)
        except ConnectionRefusedError:
            return
        for end in (self.request, upstream):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with upstream:
            back = threading.Thread(target=self.pass_on, args=(number, upstream, self.request, False), daemon=True)
            back.start()
            self.pass_on(number, self.request, upstream, True)
            back.join()

    def pass_on(self, number: int, source: socket.socket, sink: socket.socket, is_client: bool) -> None:
        try:
            while data := source.recv(1 << 16):
                self.server.note(number, is_client, data)
                sink.sendall(data)
            self.server.note(number, is_client, b"")
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    # It has ended already.
                    pass
