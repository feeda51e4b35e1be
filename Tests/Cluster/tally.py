"""What was done, how often it was tried again and why, and what failed."""

import asyncio
import time
from collections import Counter

from rpc import Died, Refused
from web import Forgotten, Gone, Hung, Lost, Unavailable, Wrong


class Tally:
    def __init__(self):
        self.done, self.again, self.failed = Counter(), {}, Counter()
        self.first = {}
        self.longest = Counter()
        self.begin = time.monotonic()
        self.changed = asyncio.Event()

    @property
    def total(self):
        return self.done.total()

    def succeeded(self, kind, seconds=0.0):
        self.done[kind] += 1
        self.longest[kind] = max(self.longest[kind], seconds)
        self.changed.set()

    def retried(self, kind, why):
        self.again.setdefault(kind, Counter())[why] += 1

    def fail(self, kind, error):
        self.failed[kind] += 1
        self.first.setdefault(kind, []).append(f"{time.strftime('%H:%M:%S')} {type(error).__name__}: {str(error)[:700]}")
        self.changed.set()

    async def reaches(self, kind, count, seconds=60):
        """Until so many operations of a kind (or of all, for None) have succeeded."""
        deadline = time.monotonic() + seconds
        while (self.done[kind] if kind else self.total) < count:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Wrong(f"{kind or 'operations'} stand still at {self.done[kind] if kind else self.total}; {count} should be reached by now")
            self.changed.clear()
            try:
                async with asyncio.timeout(min(left, 1)):
                    await self.changed.wait()
            except TimeoutError:
                pass

    def table(self):
        seconds = time.monotonic() - self.begin
        kinds = sorted({*self.done, *self.failed, *self.again})
        lines = [f"{'operation':44} {'done':>7} {'failed':>7} {'longest':>9}  tried again"]
        for kind in kinds:
            again = ", ".join(f"{count} {why}" for why, count in sorted(self.again.get(kind, {}).items()))
            lines.append(f"{kind:44} {self.done[kind]:7} {self.failed[kind]:7} {self.longest[kind]:8.2f}s  {again}")
        lines.append(f"{'all':44} {self.total:7} {self.failed.total():7} {'':9}  {seconds:.0f} s, {self.total / max(seconds, 0.001):.0f}/s")
        for kind, errors in sorted(self.first.items()):
            lines += [f"  {kind}: {error}" for error in errors[:3]]
        return "\n".join(lines)


REASONS = {
    Lost: "connection lost", Died: "told that its instance is gone", Unavailable: "503", Gone: "404, begun anew",
    Forgotten: "400, stream forgotten, begun anew",
}


async def persist(tally, kind, work, *, on_gone=None, seconds=30):
    """Does something as a client does that reconnects: what was lost or refused for now is tried again, until the time is over.

    - `on_gone`: begins the session anew after a 404; without it a 404 fails.
    """
    begin = time.monotonic()
    pause = 0.05
    while True:
        try:
            result = await work()
            tally.succeeded(kind, time.monotonic() - begin)
            return result
        except (Lost, Unavailable, Gone) as error:
            if (isinstance(error, Gone) and on_gone is None) or time.monotonic() - begin > seconds:
                tally.fail(kind, error)
                raise
            tally.retried(kind, REASONS[type(error)])
            if isinstance(error, Gone):
                await on_gone()
            else:
                # As a client does that was refused: not again at once.
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1)
        except (Hung, Wrong, Refused, AssertionError, LookupError, ValueError) as error:
            tally.fail(kind, error)
            raise


class Abandoned(Exception):
    """A step failed and was counted; what would follow makes no sense."""


async def step(tally, kind, work):
    """One operation that must succeed at once."""
    begin = time.monotonic()
    try:
        outcome = await work
    except (Lost, Unavailable, Gone, Hung, Wrong, Refused, AssertionError, LookupError, ValueError) as error:
        tally.fail(kind, error)
        raise Abandoned from error
    tally.succeeded(kind, time.monotonic() - begin)
    return outcome
