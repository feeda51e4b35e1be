"""What the Swift sources keep to. `soundness.py FOLDER...`; prints `file:line: what`, and fails if there is one.

- Nothing is printed but by `Console`: on stdio, standard output belongs to the protocol. `ticket-api` is no MCP server, and says its OpenAPI.
- No `try!`, `as!`, `fatalError`: a server that crashes takes everybody's sessions with it.
- `try?` and `@unchecked Sendable` have a comment, on their line or the one above, that says why that is right.
- Every import says its access level.
"""

import re
import sys
from pathlib import Path

MAY_PRINT = {"Sources/TicketServer/Platform/Console.swift", "Sources/TicketAPICommand/OpenAPICommand.swift"}
NEVER = [
    (re.compile(r"\btry!"), "try!"),
    (re.compile(r"\bas!"), "as!"),
    (re.compile(r"\bfatalError\("), "fatalError"),
]
EXPLAINED = [(re.compile(r"\btry\?"), "try?"), (re.compile(r"@unchecked Sendable"), "@unchecked Sendable")]
PRINT = re.compile(r"(?<![\w.])print\(")
IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*import\s+\w")
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')


def violations(path):
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines, 1):
        # What stands in a text is no code; a comment begins behind it.
        bare = TEXT.sub('""', line)
        statement, _, comment = bare.partition("//")
        for pattern, name in NEVER:
            if pattern.search(statement):
                yield number, f"{name} is not for Sources"
        for pattern, name in EXPLAINED:
            above = lines[number - 2].strip() if number > 1 else ""
            if pattern.search(statement) and not comment and not above.startswith("//"):
                yield number, f"{name} without a comment that says why"
        if PRINT.search(statement) and str(path) not in MAY_PRINT:
            yield number, "print( writes where the protocol's messages go"
        if IMPORT.search(statement):
            yield number, "an import without an access level"


def main():
    found = 0
    for folder in sys.argv[1:]:
        for path in sorted(Path(folder).rglob("*.swift")):
            for number, what in violations(path):
                print(f"{path}:{number}: {what}")
                found += 1
    return 1 if found else 0


sys.exit(main())
