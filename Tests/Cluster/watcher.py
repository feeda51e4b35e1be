"""Who watches events: a reader of `/events/stream` that comes back with `Last-Event-ID`, and the ticket API's own account of what happened."""

import asyncio
import json
import time

from rpc import checked
from web import Gone, Hung, Lost, Unavailable, Web, Wrong


class Watcher:
    """Reads until it is closed. `events` are those that came, in their order; `wrong` is what a reader must never see."""

    def __init__(self, web, last_id=None):
        self.web, self.last_id = web, last_id
        self.events, self.keys, self.wrong = [], set(), []
        self.reconnects, self.task, self.opened = 0, None, asyncio.Event()

    def start(self):
        self.task = asyncio.create_task(self.run())
        return self

    async def run(self):
        while True:
            try:
                fields = {"accept": "text/event-stream", **({"last-event-id": self.last_id} if self.last_id else {})}
                answer = checked(await self.web.ask("GET", "/events/stream", fields))
                await self.read(answer.stream)
            except (Lost, Unavailable, Hung):
                # Nothing for 15 s but no comment either: the reader takes it for broken, as for a lost connection.
                pass
            except (Gone, Wrong) as error:
                self.wrong.append(repr(error))
                return
            self.reconnects += 1
            # As a client does that was refused: not again at once.
            await asyncio.sleep(0.1)

    async def read(self, stream):
        try:
            self.opened.set()
            while event := await stream.next(30):
                self.last_id = stream.last_id
                if event.name == "gap":
                    self.wrong.append(f"gap {event.data} after {len(self.events)} events")
                    continue
                told = json.loads(event.data)
                if told["key"] in self.keys:
                    self.wrong.append(f"{told['key']} came twice, at {told['id']}")
                self.keys.add(told["key"])
                self.events.append(told)
        finally:
            # The id of a block without data counts too.
            self.last_id = stream.last_id or self.last_id
            stream.close()

    def disorder(self):
        """Positions that do not rise."""
        positions = [tuple(int(part) for part in event["id"].split("-")) for event in self.events]
        return [f"{later} after {earlier}" for earlier, later in zip(positions, positions[1:]) if later <= earlier]

    async def close(self):
        self.task.cancel()
        await asyncio.wait([self.task])
        self.web.close()


async def written(cluster, after, last_key, seconds=15):
    """The keys of all changes behind a change, by the ticket API's own feed, up to a key that is known to be there."""
    web = Web("127.0.0.1", cluster.api_port, {"x-api-key": cluster.api_key})
    answer = checked(await web.ask("GET", f"/changes?after={after}", {"accept": "text/event-stream"}))
    keys, deadline = [], time.monotonic() + seconds
    try:
        while last_key not in keys:
            if time.monotonic() > deadline:
                raise Wrong(f"the ticket API's feed does not show {last_key}")
            keys.append((await answer.stream.next()).json["key"])
    finally:
        answer.stream.close()
    return keys
