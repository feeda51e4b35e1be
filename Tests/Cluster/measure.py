"""What a session, a stream, an event and a call cost, on one instance behind the balancer: the numbers of docs/capacity.md.

    measure.py PROGRAMS [--sessions 2000] [--calls 4000] [--without-redis]

PROGRAMS is the folder of release builds. Memory is resident memory, a difference before and after many of them; processor time is what the
system counts for the process. So neither depends on what else this machine does, and calls a second are not what is measured here.
"""

import argparse
import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts"))

from cluster import Cluster  # noqa: E402
from posted import Posted  # noqa: E402
from rpc import checked  # noqa: E402
from sessions import Session  # noqa: E402
from stateless import Stateless  # noqa: E402
from web import Web, expect  # noqa: E402

SESSIONS_OF_ONE = 100
TICK = os.sysconf("SC_CLK_TCK")


def resident(part):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{part.process.pid}/status").read_text())[1]) * 1_024


def processor(part):
    """Seconds."""
    fields = Path(f"/proc/{part.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class Measure:
    def __init__(self, cluster, keys, options):
        self.cluster, self.keys, self.options, self.rows = cluster, keys, options, []

    def web(self, number):
        # Past the balancer: its own memory is not the instance's.
        return Web("127.0.0.1", self.cluster.ports[0], {"x-api-key": self.keys[number // SESSIONS_OF_ONE % len(self.keys)]})

    def redis(self, name):
        if not self.cluster.with_redis:
            return 0
        with socket.create_connection(("127.0.0.1", self.cluster.redis_port), timeout=5) as line:
            line.sendall(b"*2\r\n$4\r\nINFO\r\n$10\r\neverything\r\n")
            reader = line.makefile("rb")
            text = reader.read(int(reader.readline()[1:])).decode()
        return float(re.search(rf"^{name}:(\S+?)\r?$", text, re.M)[1])

    async def costs(self, what, count, work):
        instance = self.cluster.instances[0]

        def now():
            return [resident(instance), self.redis("used_memory"), processor(instance), self.redis("used_cpu_user") + self.redis("used_cpu_sys"),
                    self.redis("total_commands_processed")]

        before = now()
        await work()
        memory, redis_memory, seconds, redis_seconds, commands = (later - earlier for earlier, later in zip(before, now()))
        self.rows.append((what, count, memory / count, redis_memory / count, seconds / count * 1e6, redis_seconds / count * 1e6, commands / count))

    async def run(self):
        sessions, calls = self.options.sessions, self.options.calls
        opened, streams, posted, watchers = [], [], [], []
        # What is made once is made before.
        await Session(self.web(SESSIONS_OF_ONE * (len(self.keys) - 1))).open()
        await self.calls("warm", 500, Stateless(self.web(0)))
        self.rows.clear()

        async def open_sessions():
            for number in range(sessions):
                web = self.web(number)
                opened.append(await Session(web).open())
                web.close()

        async def open_streams():
            for session in opened:
                streams.append(await session.listen())

        async def open_posted():
            for number in range(sessions):
                posted.append(await Posted(self.web(number), "sse").open())
                posted[-1].web.close()

        async def watch():
            for number in range(min(sessions, 900)):
                answer = checked(await self.web(number).ask("GET", "/events/stream", {"accept": "text/event-stream"}))
                watchers.append(answer.stream)

        await self.costs("idle session", sessions, open_sessions)
        await self.costs("its GET stream", sessions, open_streams)
        await self.costs("HTTP+SSE stream", sessions, open_posted)
        await self.costs("reader of events", min(sessions, 900), watch)
        await self.calls("write (event, all of them watch)", max(10, calls // 40), Stateless(self.web(0)), writes=True)
        for stream in watchers:
            stream.close()
        await self.calls("stateless call", calls, Stateless(self.web(0)))
        await self.calls("call in a session", calls, opened[0])
        await self.calls("write (event, nobody watches)", calls // 4, Stateless(self.web(0)), writes=True)
        self.show(len(watchers))
        for stream in streams:
            stream.close()
        for one in posted:
            await one.close()

    async def calls(self, what, count, client, writes=False):
        async def work():
            for number in range(count):
                if writes:
                    await client.create(f"Measured {number}", os.urandom(8).hex())
                else:
                    # Answered without the ticket API.
                    await client.request("resources/templates/list")

        await self.costs(what, count, work)

    def show(self, watchers):
        print(f"{'what':34} {'count':>6} {'instance':>12} {'Redis':>10} {'processor':>12} {'of Redis':>10} {'commands':>9}")
        for what, count, memory, redis_memory, micro, redis_micro, commands in self.rows:
            print(f"{what:34} {count:6} {memory / 1024:9.1f} KiB {redis_memory:8.0f} B {micro:9.0f} µs {redis_micro:7.0f} µs {commands:9.1f}")
        print(f"watched writes are {watchers} deliveries each")


def make_keys(programs, folder, count):
    file = folder / "keys.json"
    keys = []
    for number in range(count):
        said = subprocess.run(
            [programs / "ticket-mcp-sse", "keys", "new", "--file", file, "--note", f"measure {number}"], capture_output=True, text=True,
            check=True, timeout=60, cwd=folder).stdout
        keys.append(max(re.findall(r"\S{24,}", said), key=len))
    return file, keys


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs")
    parser.add_argument("--sessions", type=int, default=2_000)
    parser.add_argument("--calls", type=int, default=4_000)
    parser.add_argument("--without-redis", action="store_true")
    options = parser.parse_args()
    # Ended from outside, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as name:
        file, keys = make_keys(Path(options.programs).resolve(), Path(name), options.sessions // SESSIONS_OF_ONE + 2)
        more = {"MCP_KEYS_FILE": str(file), "MCP_CHANGE_FEED": "false"}
        with Cluster(options.programs, 1, with_redis=not options.without_redis, more=more) as cluster:
            expect(cluster.instances[0].is_running, "the instance runs")
            asyncio.run(Measure(cluster, keys, options).run())
    return 0


if __name__ == "__main__":
    sys.exit(main())
