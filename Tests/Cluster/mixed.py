"""Everything that clients do, over every transport, behind a balancer that binds nobody to an instance: nothing fails, nothing is tried again.

Each conversation is a client's; its requests go to one instance and the other in turn, as the balancer likes. What has to work across instances
and would be left to chance by that is asked of two instances by name.
"""

import asyncio
import random
import time
import uuid
from collections import Counter

import real_clients
from posted import Plain, Posted
from rpc import BOTH, ELICITATION, Refused, call, checked, content, request, result
from sessions import Session
from stateless import SUBSCRIPTION, Stateless
from tally import Abandoned, Tally, step
from watcher import Watcher
from web import LIMIT, Gone, Lost, Web, Wrong, expect

OPERATIONS = 10_000
WORKERS = 16
# What others wrote may wait for ever.
CONVERSATION = 60
TASKS = "io.modelcontextprotocol/tasks"
REVISIONS = ["2025-03-26", "2025-06-18", "2025-11-25"]


def accepts(params):
    return {"action": "accept", "content": {}}


class Mix:
    def __init__(self, cluster, seed=1):
        self.cluster, self.tally, self.random = cluster, Tally(), random.Random(seed)
        self.numbers = [f"T-{number:06}" for number in range(1, cluster.tickets + 1)]

    def web(self, secret=False, instance=None):
        fields = {"authorization": f"Bearer {self.cluster.secret}"} if secret else {"x-api-key": self.cluster.key}
        return Web("127.0.0.1", self.cluster.port if instance is None else self.cluster.ports[instance], fields)

    def number(self):
        return self.random.choice(self.numbers)

    async def step(self, kind, work):
        return await step(self.tally, kind, work)

    async def session(self, kind, web, revision=None, **more):
        return await self.step(f"{kind}: initialize", Session(web, revision or self.random.choice(REVISIONS), **more).open())

    # In sessions.

    async def streamable(self, web):
        session = await self.session("session", web)
        kind = f"session {session.revision}"
        expect(len((await self.step(f"{kind}: tools/list", session.request("tools/list")))["tools"]) == 13, "13 tools")
        for _ in range(4):
            await self.step(f"{kind}: get_ticket_detail", session.ticket(self.number()))
        await self.step(f"{kind}: paging", self.paging(session))
        await self.step(f"{kind}: resources/read", self.resource(session))
        await self.step(f"{kind}: ping", session.request("ping"))
        if session.revision == "2025-03-26":
            await self.step(f"{kind}: batch", self.batch(session))
        key = uuid.uuid4().hex
        first = await self.step(f"{kind}: create_ticket", session.create(f"Mixed {key}", key))
        expect(first == await self.step(f"{kind}: create_ticket again", session.create(f"Mixed {key}", key)), "made once")
        await self.step(f"{kind}: DELETE", session.close())
        expect(await self.step(f"{kind}: 404 after DELETE", session.is_gone()), "the session is over")

    async def paging(self, client):
        """The second page comes from another instance."""
        seen, cursor = [], None
        for _ in range(3):
            page = await client.call("get_ticket_list", {"limit": 5, **({"cursor": cursor} if cursor else {})})
            expect(not page.get("isError"), page)
            text = page["content"][0]["text"]
            seen += [line.split("|")[0] for line in text.splitlines() if line.startswith("T-")]
            cursor = text.rsplit("cursor: ", 1)[1].split()[0]
        expect(len(seen) == len(set(seen)) == 15, seen)

    async def resource(self, client):
        number = self.number()
        read = await client.request("resources/read", {"uri": f"ticket://{number}"})
        expect(number in read["contents"][0]["text"], read)

    async def batch(self, session):
        messages = [request("ping"), call("get_ticket_detail", {"ticket": self.number()})]
        answer = checked(await session.web.ask("POST", "/mcp", session.fields, messages))
        if answer.stream:
            replies = [(await answer.stream.next()).json for _ in messages]
            answer.stream.close()
        else:
            replies = answer.json
        replies = {reply["id"]: reply for one in replies for reply in (one if isinstance(one, list) else [one])}
        for message in messages:
            result(replies[message["id"]], message)

    async def questions(self, web):
        """The answer to a question is a POST of its own, and lands anywhere."""
        asked = []
        session = await self.session("elicitation", web, "2025-11-25" if self.random.random() < 0.5 else "2025-06-18",
                                     capabilities=ELICITATION, asked=lambda params: asked.append(params) or accepts(params))
        for _ in range(3):
            key = uuid.uuid4().hex
            await self.step("elicitation: answered elsewhere", session.create(f"Asked {key}", key))
        expect(len(asked) == 3, asked)
        session.asked = lambda params: {"action": "decline"}
        outcome = await self.step("elicitation: declined elsewhere", session.call("create_ticket", {"title": "No", "description": ""}))
        expect(outcome["isError"] and "said no" in outcome["content"][0]["text"], outcome)
        await self.step("elicitation: DELETE", session.close())

    async def cancels(self, web):
        """A call waits for an answer; `notifications/cancelled` lands anywhere, and ends it: nothing is made and no reply comes."""
        session = await self.session("cancel", web, "2025-11-25", capabilities=ELICITATION)
        title = f"Cancelled {uuid.uuid4().hex}"
        message = call("create_ticket", {"title": title, "description": ""})
        answer = checked(await web.ask("POST", "/mcp", session.fields, message))
        expect(answer.stream, "a stream for the question:", answer)
        question = (await answer.stream.next()).json
        expect(question["method"] == "elicitation/create", question)
        await self.step("cancel: notification elsewhere", session.notify("notifications/cancelled", {"requestId": message["id"]}))
        await self.step("cancel: no reply", self.ends_without_reply(answer.stream, message))
        # Too late: nobody asks any more.
        late = {"jsonrpc": "2.0", "id": question["id"], "result": accepts(None)}
        checked(await web.ask("POST", "/mcp", session.fields, late), 202)
        outcome = await self.step("cancel: the session goes on", session.call("get_ticket_list", {"query": title}))
        expect(title not in outcome["content"][0]["text"].replace(f'"{title}"', ""), "it was made all the same:", outcome)
        await self.step("cancel: DELETE", session.close())

    async def ends_without_reply(self, stream, message):
        while event := await stream.next():
            expect(event.json.get("id") != message["id"], "a cancelled call has no reply:", event)

    async def progress(self, web):
        for name, client in [("session", await self.session("progress", web)), ("stateless", Stateless(web))]:
            steps = []
            outcome = await self.step(f"progress: {name}", client.call(
                "export_tickets", {"max_rows": 300}, {"progressToken": "p"}, lambda message: steps.append(message["params"]["progress"])))
            expect(content(outcome, "export_tickets").get("rows", 300) == 300 and steps and steps == sorted(set(steps)), steps, outcome)
            if name == "session":
                await self.step("progress: DELETE", client.close())

    async def resumes(self, web):
        """The stream of a call breaks; the rest is read at whichever instance comes."""
        session = await self.session("resume", web, "2025-11-25")
        message = call("export_tickets", {"max_rows": 500}, {"progressToken": "p"})
        answer = checked(await web.ask("POST", "/mcp", session.fields, message))
        expect(answer.stream, "progress makes a stream:", answer)
        steps, first = [], await answer.stream.next()
        steps.append(first.json["params"]["progress"])
        answer.stream.close()
        answer.stream = await self.step("resume: GET with Last-Event-ID", session.resume(answer.stream.last_id, time.monotonic() + LIMIT))
        outcome = await self.step("resume: the rest", session.reply(
            answer, message, lambda came: steps.append(came["params"]["progress"]), time.monotonic() + LIMIT))
        expect(outcome["structuredContent"]["rows"] == 500 and steps == sorted(set(steps)), steps, outcome)
        await self.step("resume: DELETE", session.close())

    async def watched_resources(self, web):
        """What a session watches is told on its own stream, whoever changed it and wherever; also what happened while the stream was broken."""
        number = self.number()
        session = await self.session("resources/subscribe", web, "2025-11-25")
        stream = await self.step("resources/subscribe: GET", session.listen())
        await self.step("resources/subscribe", session.request("resources/subscribe", {"uri": f"ticket://{number}"}))
        for text in ("one", "two"):
            if text == "two":
                last = stream.last_id
                stream.close()
            await Stateless(web).call("add_ticket_history", {"ticket": number, "body": text})
            if text == "two":
                stream = await self.step("resources/subscribe: GET resumed", session.resume(last, time.monotonic() + LIMIT))
            await self.step("resources/subscribe: updated", self.updated(stream, number))
        stream.close()
        await self.step("resources/subscribe: DELETE", session.close())

    async def updated(self, stream, number):
        while event := await stream.next():
            if event.json["method"] == "notifications/resources/updated" and event.json["params"]["uri"] == f"ticket://{number}":
                return event.json
        raise Wrong("the stream ended before the ticket was told of")

    async def tasks(self, web):
        """A task runs where it began; what is known of it is known everywhere."""
        session = await self.session("tasks", web, "2025-11-25")
        message = call("export_tickets", {"max_rows": 500})
        message["params"]["task"] = {"ttl": 60_000}
        begun = await self.step("tasks: begun", session.send(message))
        task = {"taskId": begun["task"]["taskId"]}
        await self.step("tasks: tasks/get until it is done", self.done(session, task))
        outcome = await self.step("tasks: tasks/result", session.request("tasks/result", task))
        expect(outcome["structuredContent"]["rows"] == 500, outcome)
        await self.step("tasks: DELETE", session.close())

    async def stateless_tasks(self, web):
        client = Stateless(web, {"extensions": {TASKS: {}}})
        begun = await self.step("stateless tasks: begun", client.call("export_tickets", {"max_rows": 500}))
        if begun["resultType"] == "task":
            record = await self.step("stateless tasks: tasks/get until it is done", self.done(client, {"taskId": begun["taskId"]}))
            begun = record["result"]
        expect(begun["structuredContent"]["rows"] == 500, begun)

    async def done(self, client, task):
        deadline = time.monotonic() + LIMIT
        while (record := await client.request("tasks/get", task))["status"] != "completed":
            expect(record["status"] == "working" and time.monotonic() < deadline, record)
            # As a client polls a task: the protocol has it so.
            await asyncio.sleep(0.05)
        return record

    # Without sessions.

    async def stateless(self, web):
        client = Stateless(web)
        found = await self.step("stateless: server/discover", client.request("server/discover"))
        expect("2026-07-28" in found["supportedVersions"], found)
        await self.step("stateless: tools/list", client.request("tools/list"))
        for _ in range(6):
            await self.step("stateless: get_ticket_detail", client.ticket(self.number()))
        await self.step("stateless: paging", self.paging(client))
        await self.step("stateless: resources/read", self.resource(client))
        key = uuid.uuid4().hex
        number = await self.step("stateless: create_ticket", client.create(f"Stateless {key}", key))
        expect(number == await self.step("stateless: create_ticket again", client.create(f"Stateless {key}", key)), "made once")
        await self.step("stateless: cancelled by hanging up", client.abandon("export_tickets", {"max_rows": 2_000}))

    async def stateless_questions(self, web):
        """`input_required` by one instance, answered to another: the state is sealed with a key that they share."""
        client = Stateless(web, ELICITATION)
        for _ in range(3):
            arguments = {"title": f"Asked {uuid.uuid4().hex}", "description": ""}
            asked = await self.step("stateless elicitation: asked", client.call("create_ticket", arguments))
            expect(asked["resultType"] == "input_required", asked)
            answers = {key: accepts(None) for key in asked["inputRequests"]}
            made = await self.step("stateless elicitation: answered", client.call(
                "create_ticket", arguments, inputResponses=answers, requestState=asked["requestState"]))
            expect(made["resultType"] == "complete" and not made.get("isError"), made)

    async def subscriptions(self, web):
        number = self.number()
        stream = await self.step("subscriptions/listen", Stateless(web).listen([f"ticket://{number}"]))
        for text in ("one", "two"):
            await Stateless(web).call("add_ticket_history", {"ticket": number, "body": text})
            told = await self.step("subscriptions/listen: updated", self.updated(stream, number))
            expect(told["params"]["_meta"][SUBSCRIPTION], told)
        stream.close()

    # Of older systems.

    async def posted(self, kind):
        web = self.web(secret=kind == "secret")
        client = await self.step(f"{kind}: stream and initialize", Posted(web, kind).open())
        await self.step(f"{kind}: tools/list", client.request("tools/list"))
        for _ in range(5):
            await self.step(f"{kind}: get_ticket_detail", client.ticket(self.number()))
        await asyncio.gather(*(self.step(f"{kind}: get_ticket_detail", client.ticket(self.number())) for _ in range(4)))
        await client.close()
        web.close()

    async def sse(self, web):
        await self.posted("sse")

    async def secret(self, web):
        await self.posted("secret")

    async def connection(self, web):
        await self.posted("connection")

    async def plain(self, web):
        own = self.web(secret=True)
        for name, client in [("/rpc", Plain(own, "/rpc")), ("plain POST /mcp", Plain(web, "/mcp"))]:
            await self.step(f"{name}: tools/list", client.request("tools/list"))
            for _ in range(3):
                await self.step(f"{name}: get_ticket_detail", client.ticket(self.number()))
            try:
                await client.request("no/such")
            except Refused as error:
                expect(error.code == -32601, error)
        health = checked(await web.ask("GET", "/mcp", {"accept": "application/json"}))
        expect(health.json["status"] == "ok", health)
        own.close()

    async def events(self, web):
        """A change by one instance is told by the other, and a reader who comes back elsewhere misses nothing."""
        watcher = Watcher(self.web()).start()
        try:
            async with asyncio.timeout(LIMIT):
                await watcher.opened.wait()
            for turn in range(3):
                number = await Stateless(web).create(f"Watched {turn}", uuid.uuid4().hex)
                await self.step("events/stream: told", self.told(watcher, f"{number}/v1/ticket_created"))
                # It reads on at another instance, behind what it has.
                await watcher.close()
                watcher.start()
            expect(not watcher.wrong and not watcher.disorder(), watcher.wrong, watcher.disorder())
        finally:
            await watcher.close()

    async def told(self, watcher, key):
        deadline = time.monotonic() + LIMIT
        while key not in watcher.keys:
            expect(time.monotonic() < deadline and not watcher.wrong, key, "was not told;", watcher.wrong, len(watcher.events), "events came")
            # Nothing tells one process how far another has come: asked again, until the deadline.
            await asyncio.sleep(0.005)

    async def across(self, web):
        """Of two instances by name: opened at one, used, read and ended at the other."""
        if self.cluster.count < 2:
            return
        here, there = self.web(instance=0), self.web(instance=1)
        session = await self.session("across", here, "2025-11-25", capabilities=ELICITATION, asked=accepts, answering=there)
        other = Session(there, "2025-11-25")
        other.fields = session.fields
        await self.step("across: call", other.ticket(self.number()))
        stream = await self.step("across: GET", other.listen())
        key = uuid.uuid4().hex
        await self.step("across: elicitation", session.create(f"Across {key}", key))
        stream.close()
        await self.step("across: DELETE", other.close())
        expect(await self.step("across: 404 after DELETE", session.is_gone()), "the session is over")
        here.close()
        there.close()

    # All of it.

    async def run(self, operations):
        kinds = [
            (self.streamable, 6), (self.questions, 3), (self.cancels, 2), (self.progress, 1), (self.resumes, 1), (self.watched_resources, 2),
            (self.stateless, 4), (self.stateless_questions, 2), (self.subscriptions, 2), (self.tasks, 1), (self.stateless_tasks, 1), (self.sse, 3), (self.secret, 2), (self.connection, 2),
            (self.plain, 2), (self.events, 1), (self.across, 2), *((real, weight) for real, weight in real_clients.conversations(self)),
        ]
        # Each of them is there, however short the run; then by weight.
        todo = [kind for kind, _ in reversed(kinds)]
        weighted = [kind for kind, weight in kinds for _ in range(weight)]

        async def work():
            while self.tally.total < operations or todo:
                kind = todo.pop() if todo else self.random.choice(weighted)
                web = self.web()
                try:
                    async with asyncio.timeout(CONVERSATION):
                        await kind(web)
                except Abandoned:
                    pass
                except (Lost, Gone, Wrong, Refused, AssertionError, LookupError, ValueError, TimeoutError) as error:
                    self.tally.fail(f"{getattr(kind, '__name__', kind)}: what came", error)
                except Exception as error:  # of the clients that others wrote, each has its own
                    while isinstance(error, ExceptionGroup):
                        error = error.exceptions[0]
                    self.tally.fail(f"{getattr(kind, '__name__', kind)}: unexpected", error)
                finally:
                    web.close()

        await asyncio.gather(*(work() for _ in range(WORKERS)))

    def balance(self):
        """What each instance got, by the balancer's own log."""
        got = Counter(tries[-1][0] for _, path, _, tries in self.cluster.sent() if path != "/ready")
        expect(len(got) == self.cluster.count and min(got.values()) > 0.3 * got.total() / self.cluster.count, "the balancer's shares:", dict(got))
        return got


async def main(cluster, scale):
    mix = Mix(cluster)
    await mix.run(int(OPERATIONS * scale))
    print(mix.tally.table())
    print("requests by instance:", ", ".join(f"{address} {count}" for address, count in sorted(mix.balance().items())))
    return not mix.tally.failed
