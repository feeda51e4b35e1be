"""Clients at work while parts of the cluster fail: each does one thing again and again, comes back as real clients do, and checks what it gets.

Pauses here are a client's own before it tries again, or lie between two looks at what has a deadline; nothing is taken for done after one.
"""

import asyncio
import itertools
import random
import time
from collections import Counter
from contextlib import AsyncExitStack

import real_clients
from posted import Plain, Posted
from rpc import ELICITATION, checked
from sessions import Session
from stateless import Stateless
from tally import Tally, persist, step
from watcher import Watcher, written
from web import LIMIT, Gone, Lost, Unavailable, Web, Wrong, expect

WATCHERS = 3


class Load:
    """- `is_strict`: stateless calls must succeed at once, as where Redis alone fails."""

    def __init__(self, cluster, is_strict=False, seed=1):
        self.cluster, self.is_strict, self.tally, self.random = cluster, is_strict, Tally(), random.Random(seed)
        self.numbers = [f"T-{number:06}" for number in range(1, cluster.tickets + 1)]
        # By title: the number that was acknowledged, or None where nobody knows.
        self.writes, self.titles = {}, itertools.count(1)
        # When the last success of each worker began.
        self.alive, self.tasks, self.watchers, self.is_over = {}, [], [], False

    def web(self, secret=False):
        fields = {"authorization": f"Bearer {self.cluster.secret}"} if secret else {"x-api-key": self.cluster.key}
        return Web("127.0.0.1", self.cluster.port, fields)

    # Workers. Each gives its next operation; what is lost is done again.

    def stateless(self):
        client = Stateless(self.web())
        return lambda: client, None

    def session(self, revision, asks=False):
        state = {}
        web = self.web()

        async def client():
            if "session" not in state:
                answers = {"capabilities": ELICITATION, "asked": lambda _: {"action": "accept", "content": {}}} if asks else {}
                state["session"] = await Session(web, revision, **answers).open()
            return state["session"]

        async def begin_anew():
            state.pop("session", None)

        return client, begin_anew

    def posted(self, kind):
        state = {}
        web = self.web(secret=kind == "secret")

        async def client():
            if "posted" not in state or not state["posted"].is_open:
                state["posted"] = await Posted(web, kind).open()
            return state["posted"]

        async def begin_anew():
            if "posted" in state:
                await state.pop("posted").close()

        return client, begin_anew

    def plain(self):
        client = Plain(self.web(secret=True), "/rpc")
        return lambda: client, None

    async def work(self, kind, make, begin_anew, writes):
        """- `writes`: which part of the operations; None for exports with progress, whose streams are read on when they break."""
        async def client():
            made = make()
            return await made if asyncio.iscoroutine(made) else made

        is_stateless = begin_anew is None
        while not self.is_over:
            begin = time.monotonic()
            write = writes and self.random.random() < writes
            if writes is None:
                async def one():
                    steps = []
                    outcome = await (await client()).call(
                        "export_tickets", {"max_rows": 500}, {"progressToken": "p"}, lambda came: steps.append(came["params"]["progress"]))
                    expect(outcome["structuredContent"]["rows"] == 500 and steps == sorted(set(steps)), steps, outcome)
            elif write:
                title = f"Write {next(self.titles)} of {kind}"
                self.writes[title] = None

                async def one(title=title):
                    # The title is the key too: what is tried again is made once.
                    return await (await client()).create(title, title.replace(" ", "-"))
            else:
                async def one(number=self.random.choice(self.numbers)):
                    await (await client()).ticket(number)

            name = f"{kind}: {'export_tickets' if writes is None else 'create_ticket' if write else 'get_ticket_detail'}"
            try:
                if is_stateless and self.is_strict:
                    number = await step(self.tally, name, one())
                else:
                    number = await persist(self.tally, name, one, on_gone=begin_anew)
            except Exception:
                # Counted. The next one may do better, but not at once.
                # As a client does that was refused: not again at once.
                await asyncio.sleep(0.2)
                continue
            if write:
                self.writes[title] = number
            self.alive[kind] = begin

    async def streams(self, kind):
        """Holds the stream of a session, and reads on where it broke."""
        web, session, stream = self.web(), None, None
        while not self.is_over:
            begin = time.monotonic()

            async def opened():
                nonlocal session, stream
                if session is None:
                    session = await Session(web).open()
                    await session.request("resources/subscribe", {"uri": "ticket://T-000001"})
                    return await session.listen()
                last = stream.last_id if stream else None
                fields = {**session.fields, "accept": "text/event-stream", **({"last-event-id": last} if last else {})}
                resumed = checked(await web.ask("GET", "/mcp", fields)).stream
                resumed.last_id = resumed.last_id or last
                return resumed

            async def begin_anew():
                nonlocal session, stream
                session = stream = None

            try:
                stream = await persist(self.tally, f"{kind}: opened or resumed", opened, on_gone=begin_anew)
                self.alive[kind] = begin
                while not self.is_over:
                    await self.ping(stream)
                    self.alive[kind] = time.monotonic()
            except Lost:
                self.tally.retried(f"{kind}: opened or resumed", "stream lost")
            except Exception:
                # As a client does that was refused: not again at once.
                await asyncio.sleep(0.2)

    async def ping(self, stream):
        """Waits for an event, or a while."""
        try:
            async with asyncio.timeout(0.5):
                event = await stream.next(60)
        except TimeoutError:
            # The read that was broken off has ended the generator, not the connection.
            stream.chunks = stream.line.chunks({"transfer-encoding": "chunked"})
            return
        if event is None:
            raise Lost("the stream ended")

    async def real(self, kind, mode, transport):
        """The official client: reconnects when it is told of an error, as an application does."""
        last = time.monotonic()
        while not self.is_over:
            try:
                async with AsyncExitStack() as stack:
                    # It has no limit of its own for the answer to `initialize`.
                    async with asyncio.timeout(LIMIT):
                        client = await stack.enter_async_context(real_clients.official_client(self, mode, transport))
                    while not self.is_over:
                        begin, number = time.monotonic(), self.random.choice(self.numbers)
                        async with asyncio.timeout(LIMIT):
                            detail = await client.call_tool("get_ticket_detail", {"ticket": number})
                        expect(not detail.is_error and number in detail.content[0].text, number, detail)
                        last = time.monotonic()
                        self.tally.succeeded(f"{kind}: get_ticket_detail", last - begin)
                        self.alive[kind] = begin
            except Exception as error:  # each client has its own
                while isinstance(error, ExceptionGroup):
                    error = error.exceptions[0]
                if time.monotonic() - last > 30:
                    self.tally.fail(f"{kind}: get_ticket_detail", error)
                    last = time.monotonic()
                else:
                    self.tally.retried(f"{kind}: get_ticket_detail", f"reconnected after {type(error).__name__}")
                # As a client does that was refused: not again at once.
                await asyncio.sleep(0.1)

    def number(self):
        return self.random.choice(self.numbers)

    # All of them.

    async def start(self):
        self.watchers = [Watcher(self.web()).start() for _ in range(WATCHERS)]
        async with asyncio.timeout(LIMIT):
            await asyncio.gather(*(watcher.opened.wait() for watcher in self.watchers))
        workers = [
            ("stateless 1", *self.stateless(), 0.3), ("stateless 2", *self.stateless(), 0.3),
            ("session 2025-11-25", *self.session("2025-11-25"), 0.3), ("session 2025-06-18", *self.session("2025-06-18"), 0.3),
            ("session 2025-03-26", *self.session("2025-03-26"), 0.3), ("session that is asked", *self.session("2025-11-25", asks=True), 0.5),
            ("session that exports", *self.session("2025-11-25"), None),
            ("sse", *self.posted("sse"), 0.2), ("shared secret", *self.posted("secret"), 0.2), ("connection_id", *self.posted("connection"), 0.2),
            ("/rpc", *self.plain(), 0.2),
        ]
        self.tasks = [asyncio.create_task(self.work(*worker)) for worker in workers]
        self.tasks.append(asyncio.create_task(self.streams("GET stream")))
        for kind, mode, transport in [("mcp stateless", "2026-07-28", "http"), ("mcp session", "legacy", "http"), ("mcp sse", "legacy", "sse")]:
            self.tasks.append(asyncio.create_task(self.real(kind, mode, transport)))
        self.kinds = [worker[0] for worker in workers] + ["GET stream", "mcp stateless", "mcp session", "mcp sse"]
        await self.all_alive(time.monotonic(), 30)

    async def all_alive(self, since, seconds, besides=()):
        """Until every worker has succeeded with something that it began after a moment.
        - `besides`: workers that nobody waits for.
        - Returns: how long the last one took from that moment.
        """
        deadline = time.monotonic() + seconds
        while late := [kind for kind in self.kinds if kind not in besides and self.alive.get(kind, 0) < since]:
            if time.monotonic() > deadline:
                raise Wrong(f"not back within {seconds} s: {', '.join(late)}")
            # Nothing tells one process how far another has come: asked again, until the deadline.
            await asyncio.sleep(0.01)
        return time.monotonic() - since

    async def stop(self):
        self.is_over = True
        done, hanging = await asyncio.wait(self.tasks, timeout=40)
        for task in hanging:
            task.cancel()
            self.tally.fail("workers", Wrong(f"does not end: {task.get_coro().__name__}"))
        for task in done:
            if error := task.exception():
                self.tally.fail("workers", error)

    # What must be so afterwards.

    async def faults(self):
        """What was written, what was told, and what is there: what is wrong about it."""
        acknowledged = {title: number for title, number in self.writes.items() if number}
        api = Web("127.0.0.1", self.cluster.api_port, {"x-api-key": self.cluster.api_key})
        # One more, so that the end of the feed is known; the watchers have to see it too.
        last = await Stateless(self.web()).create("The last write", "the-last-write")
        keys = await written(self.cluster, 0, f"{last}/v1/ticket_created")
        there = Counter()
        for key in keys:
            if key.endswith("/v1/ticket_created"):
                ticket = checked(await api.ask("GET", f"/tickets/{key.split('/')[0]}")).json
                there[ticket["title"]] += 1
        api.close()
        wrong = [f"acknowledged and not there: {title}" for title in acknowledged if not there[title]]
        wrong += [f"there {count} times: {title}" for title, count in there.items() if count > 1]
        wrong += [f"nobody wrote: {title}" for title in there if title not in self.writes and title != "The last write"]
        wrong += [f"{key} is there twice" for key, count in Counter(keys).items() if count > 1]
        told = []
        for number, watcher in enumerate(self.watchers, 1):
            deadline = time.monotonic() + LIMIT
            while len(watcher.keys) < len(keys) and time.monotonic() < deadline:
                # Nothing tells one process how far another has come: asked again, until the deadline.
                await asyncio.sleep(0.05)
            told += [f"watcher {number}: {one}" for one in watcher.wrong]
            told += [f"watcher {number}: {one}" for one in watcher.disorder()]
            told += [f"watcher {number}: never told of {key}" for key in keys if key not in watcher.keys]
            told += [f"watcher {number}: told of {key}, which never was" for key in watcher.keys - set(keys)]
            await watcher.close()
        unknown = sum(1 for title in self.writes if title not in acknowledged)
        print(f"writes: {len(acknowledged)} acknowledged and there, {unknown} without an answer, {len(keys)} events, "
              f"each told {len(self.watchers)} watchers ({sum(one.reconnects for one in self.watchers)} reconnects)")
        return wrong, told

    async def verdict(self, keeps_events=True):
        """- `keeps_events`: no event may be lost or doubled; where Redis loses its data, or cannot be written to, that is told and does not fail."""
        await self.stop()
        print(self.tally.table())
        wrong, told = await self.faults()
        if keeps_events:
            wrong += told
        elif told:
            print(f"events, where Redis was not there to keep them: {len(told)} are not as they were written, such as: {told[0]}")
        for one in wrong[:20]:
            print(f"  {one}")
        if len(wrong) > 20:
            print(f"  and {len(wrong) - 20} more")
        return not wrong and not self.tally.failed
