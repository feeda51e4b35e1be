"""Runs the tests, and says which ones had not ended when the time was over.

    run-tests.py SECONDS COMMAND...

Without it a test that waits for ever shows only as a run that does not end: what the tests print is kept back in a full pipe's worth of
text. A terminal of their own makes them print every line at once.
"""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

STARTED = re.compile(r"◇ (Test|Suite) (\S+?)(?:\(.*?\))? started")
ENDED = re.compile(r"[✔✘➜] (Test|Suite) (\S+?)(?:\(.*?\))? (?:with \d+ test cases? )?(?:passed|failed|skipped)")


def lines(descriptor, deadline):
    """What comes, line by line, until there is no more or the time is over."""
    pending = b""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([descriptor], [], [], left)[0]:
            continue
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # the terminal is gone when the last program that has it ends
            chunk = b""
        if not chunk:
            break
        *whole, pending = (pending + chunk).split(b"\n")
        yield from whole
    if pending:
        yield pending


def main():
    limit, command = float(sys.argv[1]), sys.argv[2:]
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, start_new_session=True, env={**os.environ, "TERM": "dumb", "NO_COLOR": "1"}
    )
    os.close(theirs)
    open_tests = {}
    deadline = time.monotonic() + limit
    for line in lines(ours, deadline):
        sys.stdout.buffer.write(line.rstrip(b"\r") + b"\n")
        sys.stdout.buffer.flush()
        text = line.decode(errors="replace")
        if match := STARTED.search(text):
            open_tests[match.groups()] = True
        if match := ENDED.search(text):
            open_tests.pop(match.groups(), None)
    try:
        return child.wait(max(1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        print(f"The tests did not end within {limit:.0f} s. These had started and not ended:", *sorted(map(" ".join, open_tests)), sep="\n  ")
        os.killpg(child.pid, signal.SIGKILL)
        return 1


sys.exit(main())
