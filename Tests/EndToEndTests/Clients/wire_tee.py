"""Runs a stdio server, and notes what goes to it and what comes from it: `wire_tee.py FOLDER PROGRAM ARGUMENT...`.

Bytes pass unchanged and at once, each noted before it goes on; so do the ends of both streams, signals, and the status at the end. Each run
has a file of its own in the folder: the sender (`<` is the server), the count of bytes, the bytes, and so on.
"""

import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

HEAD = struct.Struct("!cI")


class Notes:
    def __init__(self, folder: str) -> None:
        self.file = tempfile.NamedTemporaryFile(dir=folder, delete=False, buffering=0)
        self.lock = threading.Lock()

    def note(self, sender: bytes, data: bytes) -> None:
        with self.lock:
            self.file.write(HEAD.pack(sender, len(data)) + data)


def notes(file: Path) -> Iterator[tuple[bool, bytes]]:
    """What was noted, in its order: whether the client sent it, and what."""
    data, place = file.read_bytes(), 0
    while place < len(data):
        sender, size = HEAD.unpack_from(data, place)
        place += HEAD.size
        yield sender == b">", data[place:place + size]
        place += size


def pass_on(source: int, sink: int, sender: bytes, to: Notes) -> None:
    """Until the source ends, or nobody reads any more."""
    try:
        while data := os.read(source, 1 << 16):
            to.note(sender, data)
            while data:
                data = data[os.write(sink, data):]
    except BrokenPipeError:
        # The end of the sink; the other side is told by the end of the source.
        os.close(source)


def main() -> None:
    to = Notes(sys.argv[1])
    # A group of its own: a signal to all of this one would else come to it twice.
    server = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: server.send_signal(number))

    def forward() -> None:
        pass_on(0, server.stdin.fileno(), b">", to)
        server.stdin.close()

    threading.Thread(target=forward, daemon=True).start()
    pass_on(server.stdout.fileno(), 1, b"<", to)
    os.close(1)
    status = server.wait()
    if status < 0:
        if -status != signal.SIGKILL:
            signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


if __name__ == "__main__":
    main()
