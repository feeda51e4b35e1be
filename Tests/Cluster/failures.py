"""Parts of the cluster that die or stand still while clients work."""

import asyncio
import signal
import time

from load import Load
from web import Wrong

# Until everybody has to be back.
BACK = 5.0
# The official client over HTTP+SSE does not tell its caller of a 503 for a POST: the call ends with the caller's own limit.
SLOW_TO_TELL = ("mcp sse",)


def pace(scale):
    """Operations between two failures."""
    return 60 if scale > 0.1 else 20


async def kill(cluster, scale):
    """`kill -9` of one instance and the other in turn: all go on at the one that is left, and nothing is lost or doubled."""
    load = Load(cluster)
    await load.start()
    slowest = 0.0
    for turn in range(max(2, round(20 * scale))):
        await load.tally.reaches(None, load.tally.total + pace(scale))
        number = turn % cluster.count
        cluster.instances[number].kill()
        if cluster.count > 1:
            slowest = max(slowest, await load.all_alive(time.monotonic(), 30))
        cluster.instances[number].start()
        await asyncio.to_thread(cluster.wait, number)
    print(f"kill -9: {turn + 1} times; everybody was back after {slowest:.1f} s at most")
    return await load.verdict()


WAYS = ["restarted", "paused", "without data", "killed", "full", "slow"]


async def redis(cluster, scale):
    """Redis restarted, killed, without its data, standing still, full, slow: sessions are back in time or begun anew, and stateless calls notice
    nothing.
    """
    load = Load(cluster, is_strict=True)
    await load.start()
    slowest, turns = {}, WAYS + ["restarted", "killed"] * max(0, round(10 * scale) - 3)
    for way in turns:
        await load.tally.reaches(None, load.tally.total + pace(scale))
        await away(cluster, load, way)
        begin = time.monotonic()
        try:
            slowest[way] = max(slowest.get(way, 0), await load.all_alive(begin, BACK, SLOW_TO_TELL))
        except Wrong as error:
            load.tally.fail(f"back after Redis was {way}", error)
        await load.all_alive(begin, 30)
    print(f"redis: {len(turns)} times; everybody was back after", ", ".join(f"{seconds:.1f} s ({way})" for way, seconds in slowest.items()))
    return await load.verdict(keeps_events=False)


async def away(cluster, load, way):
    """Has Redis fail in some way, and be there again. Long enough that everybody notices."""
    if way == "paused":
        cluster.redis.signal(signal.SIGSTOP)
        await stateless_go_on(load, 3)
        cluster.redis.signal(signal.SIGCONT)
    elif way == "full":
        cluster.redis_says("CONFIG", "SET", "maxmemory", "1")
        await stateless_go_on(load, 1.5)
        cluster.redis_says("CONFIG", "SET", "maxmemory", "512mb")
    elif way == "slow":
        # Each reply comes only when the pause is over.
        for _ in range(4):
            cluster.redis_says("CLIENT", "PAUSE", "400", "ALL")
            await stateless_go_on(load, 0.5)
    else:
        await asyncio.to_thread(cluster.end_redis, way != "without data", way == "killed")
        await stateless_go_on(load, 1.0)
        cluster.redis.start()
        await asyncio.to_thread(cluster.wait_redis)


async def stateless_go_on(load, seconds):
    """The fault lasts for so long, and until stateless calls that began in it have succeeded."""
    begin = time.monotonic()
    # This long is what the fault lasts, and no wait for anything.
    await asyncio.sleep(seconds)
    try:
        await load.all_alive(begin, 2, [kind for kind in load.kinds if not kind.startswith("stateless")])
    except Wrong as error:
        load.tally.fail("stateless calls while Redis is away", error)


async def rolling(cluster, scale):
    """SIGTERM of one instance after the other, each started again: clients that reconnect lose no call."""
    load = Load(cluster)
    await load.start()
    times = max(1, round(5 * scale))
    slowest = 0.0
    for _ in range(times):
        for number in range(cluster.count):
            await load.tally.reaches(None, load.tally.total + pace(scale))
            instance = cluster.instances[number]
            begin = time.monotonic()
            instance.signal(signal.SIGTERM)
            status = await asyncio.to_thread(instance.process.wait, 30)
            slowest = max(slowest, time.monotonic() - begin)
            if status or slowest > 15:
                load.tally.fail("SIGTERM", Wrong(f"{instance.name} ended with {status} after {slowest:.1f} s"))
            if cluster.count > 1:
                await load.all_alive(time.monotonic(), 30)
            instance.start()
            await asyncio.to_thread(cluster.wait, number)
    print(f"rolling: {times} times through {cluster.count} instances; the slowest ended {slowest:.1f} s after SIGTERM")
    return await load.verdict()
