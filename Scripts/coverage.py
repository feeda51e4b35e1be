"""Reads the coverage that `swift test --enable-code-coverage` wrote (llvm-cov export), and reports it: coverage.py REPORT FLOOR.

Counted are lines of Sources, without what only starts a program. Programs that tests start as processes of their own are built to count too,
and their counts are in the report as far as they ended by themselves.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def targets(report):
    """Lines that ran and lines in all, by target."""
    found = {}
    for file in json.loads(Path(report).read_text())["data"][0]["files"]:
        path = Path(file["filename"])
        parts = path.parts
        if "Sources" not in parts or "checkouts" in parts:
            continue
        name = parts[len(parts) - 1 - parts[::-1].index("Sources") + 1]
        lines = file["summary"]["lines"]
        covered, count = found.get(name, (0, 0))
        found[name] = (covered + lines["covered"], count + lines["count"])
    return found


def main():
    report, floor = sys.argv[1], float(sys.argv[2])
    found = targets(report)
    if not found:
        sys.exit("coverage: the report names no file of Sources")
    for name, (covered, count) in sorted(found.items()):
        print(f"{name:20} {covered:6} of {count:6} lines  {100 * covered / max(1, count):5.1f} %")
    covered, count = (sum(pair[index] for pair in found.values()) for index in (0, 1))
    percent = 100 * covered / max(1, count)
    print(f"{'all':20} {covered:6} of {count:6} lines  {percent:5.1f} %")
    if percent < floor:
        sys.exit(f"coverage: {percent:.1f} % is below the floor of {floor:.0f} %")


main()
