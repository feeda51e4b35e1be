"""Several instances behind a balancer, with clients at work: what must hold when requests land anywhere, and when parts of it die.

    run.py PROGRAMS [mixed] [kill] [redis] [rolling] [--scale 0.02]

PROGRAMS is the folder of ticket-mcp-sse and ticket-api. Without a name all four are run. `--scale` shortens them: 1 is what the bars ask for.
Prints what was done, what was tried again and why, and fails if anything failed.
"""

import argparse
import asyncio
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Scripts"))

from cluster import Cluster, ClusterError  # noqa: E402

SCENES = ["mixed", "kill", "redis", "rolling"]
# Writes are agreed to by a person where the client can ask one, and are made without where it cannot: so both are seen.
MORE = {"MCP_CONFIRM": "all-writes", "MCP_CONFIRM_FALLBACK": "allow"}


def scene(name):
    if name == "mixed":
        import mixed
        return mixed.main
    import failures
    return getattr(failures, name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs")
    parser.add_argument("scenes", nargs="*", help=f"of {', '.join(SCENES)}; all, if none is named")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--instances", type=int, default=2)
    parser.add_argument("--without-redis", action="store_true")
    parser.add_argument("--keep-logs", help="a folder for the logs of all parts")
    options = parser.parse_args()
    # Ended from outside, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if unknown := set(options.scenes) - set(SCENES):
        parser.error(f"there is no scene {', '.join(sorted(unknown))}")
    failed = []
    for name in options.scenes or SCENES:
        begin = time.monotonic()
        try:
            with Cluster(options.programs, options.instances, with_redis=not options.without_redis, more=MORE) as cluster:
                print(f"── {name}, {options.instances} instances, scale {options.scale:g}", flush=True)
                try:
                    passed = asyncio.run(scene(name)(cluster, options.scale))
                finally:
                    if options.keep_logs:
                        folder = Path(options.keep_logs) / name
                        folder.mkdir(parents=True, exist_ok=True)
                        for path in [*cluster.folder.glob("*.log")]:
                            (folder / path.name).write_bytes(path.read_bytes())
                passed = sent_once(cluster) and passed
        except (ClusterError, Exception) as error:
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
            passed = False
        print(f"── {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - begin:.0f} s\n", flush=True)
        if not passed:
            failed.append(name)
    print(f"cluster: {', '.join(failed)} failed" if failed else "cluster: all is as it should be")
    return 1 if failed else 0


def sent_once(cluster):
    """No POST was sent to two instances: by the balancer's log, at most the last one that it tried was sent anything."""
    requests, twice, moved = 0, 0, 0
    for method, _, _, tries in cluster.sent():
        requests += 1
        began = [sent for _, _, sent in tries if sent not in ("0", "-")]
        moved += len(tries) > 1
        twice += method == "POST" and len(began) > 1
    print(f"balancer: {requests} requests, {moved} went on to the other instance, {twice} POST sent twice")
    return twice == 0


if __name__ == "__main__":
    sys.exit(main())
