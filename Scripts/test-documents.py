"""Runs the commands of the documents, as they stand.

    test-documents.py FOLDER    # where ticket-mcp-stdio, ticket-mcp-sse and ticket-api lie

Each document is read from its start to its end in one folder and one environment, as somebody would who follows it. Commands of this package's
programs, of its scripts and of the system are run, and have to succeed; a server goes on until the next one starts or the document ends, and
has to end with success at SIGTERM. Only names of places are changed: a server's ports, and folders that need root. What others run is looked up
instead of run: `make` targets and `swift` commands in a workflow or what it makes, `swift run` among the examples that `make test` builds and
tests. Blocks marked elsewhere need an account, a client or a service, and are left out. Japanese documents have the commands of the English ones;
check-docs.py sees to that.
"""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = {"ticket-mcp-stdio", "ticket-mcp-sse", "ticket-api"}
DOCUMENTS = [str(path.relative_to(ROOT)) for pattern in ("*.md", "docs/*.md", "Examples/*/README.md") for path in sorted(ROOT.glob(pattern))
             if not path.name.endswith(".ja.md")]
FENCE = re.compile(r"^ *```sh *(\S*)\n(.*?)^ *```", re.M | re.S)
LIMIT = 120
# What starts a server: there are no other words but options.
SERVES = re.compile(r"^ticket-mcp-sse(?: --\S+(?: [^-\s]\S*)?)*$")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def lines(block):
    """The lines of a block, with those joined that a quote or a backslash goes across."""
    pending = ""
    for line in block.replace("\\\n", " ").splitlines():
        pending = f"{pending}\n{line}" if pending else line.strip()
        try:
            words = shlex.split(pending, comments=True)
        except ValueError:
            continue
        if words:
            yield pending, words
        pending = ""


class Reader:
    """Somebody who follows one document."""

    def __init__(self, document, programs, folder):
        self.document, self.folder = document, Path(folder)
        # Where clients come in, and where metrics are.
        self.ports = {"8080": str(free_port()), "9464": str(free_port())}
        self.server, self.ran, self.lookedup = None, 0, 0
        (self.folder / "etc").mkdir()
        (self.folder / "home").mkdir()
        # `ticket-api` answers where the documents put `https://desk.example/api`.
        self.api = subprocess.Popen(
            [programs / "ticket-api", "serve", "--seed-if-empty", "20", "--announce", "--exit-with-parent", "--log-level", "error"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder)
        self.desk = re.search(r'"url":"([^"]+)"', self.api.stdout.readline()).group(1)
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder),
            "MCP_LOG_LEVEL": "error", "PORT": self.ports["8080"],
        }

    def here(self, line):
        """The same with places that are there."""
        # In the cloud an API of this machine could not be called: there the address is only shown.
        if not re.search(r"(?<!MCP_)API_BASE_URL=", line):
            line = line.replace("https://desk.example/api", self.desk)
        line = line.replace("/etc/ticket-mcp/", f"{self.folder}/etc/")
        line = line.replace(".build/release/", "")
        return re.sub(r"\b(8080|9464)\b", lambda port: self.ports[port[0]], line).replace("…", "key-of-the-documents")

    def run(self, line, words):
        """Returns what is wrong, or nothing."""
        first = next((word for word in words if not re.match(r"^[A-Z_]+=", word)), "")
        if first == "export":
            return self.export(self.here(line))
        if first == "curl":
            self.start_server()
        if SERVES.match(line):
            return self.end_server() + self.start_server(shlex.split(self.here(line)))
        if first in ("make", "swift"):
            return self.look_up(line, words)
        if first == "sh" or first.endswith("/python"):
            return self.look_up(line, words)
        if first in PROGRAMS or first in ("curl", "python3", "openssl") or first.startswith("./"):
            at_root = first.startswith("./") or first == "python3"
            text = self.here(line)
            if first == "python3":
                # The bundle is made of the programs that were built, and beside the document.
                text = re.sub(r"\bticket-mcp-stdio (\S+\.mcpb)", rf"{self.environment['PATH'].split(':')[0]}/ticket-mcp-stdio {self.folder}/\1", text)
            ended = subprocess.run(
                ["sh", "-c", text], cwd=ROOT if at_root else self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, timeout=LIMIT)
            self.ran += 1
            return [f"{line}\n{ended.stdout}{ended.stderr}"] if ended.returncode else []
        return [f"{line}: nobody knows how to run this"]

    def export(self, line):
        ended = subprocess.run(["sh", "-c", f"set -e; {line}; env -0"], env=self.environment, capture_output=True, text=True, timeout=LIMIT)
        if ended.returncode:
            return [f"{line}\n{ended.stderr}"]
        self.environment.update(pair.split("=", 1) for pair in ended.stdout.split("\0") if "=" in pair)
        self.ran += 1
        return []

    def start_server(self, words=("ticket-mcp-sse",)):
        if self.server:
            return []
        self.server = subprocess.Popen(
            [f"{self.environment['PATH'].split(':')[0]}/{words[0]}", *words[1:]], env=self.environment, cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = self.server.stdout.readline()
        self.ran += 1
        return [] if " is at " in said else [f"{' '.join(words)}\n{said}{self.server.stdout.read()}"]

    def look_up(self, line, words):
        """Who else runs it."""
        self.lookedup += 1
        makefile = (ROOT / "Makefile").read_text()
        workflows = "".join(path.read_text() for path in sorted((ROOT / ".github/workflows").glob("*.yml")))
        example = self.document.startswith("Examples/")
        if words[0] == "make":
            return [f"{line}: no workflow makes {word}" for word in words[1:] if not re.search(rf"\bmake (?:[\w-]+ )*{word}(?![\w-])", workflows)]
        if words[0] == "swift":
            action = words[1]
            if example:
                # build-examples.sh builds those with a manifest of their own, and the package the others; both have tests.
                folder = (ROOT / self.document).parent
                tested = (folder / "Tests").is_dir() if (folder / "Package.swift").is_file() else (ROOT / "Tests" / f"{folder.name}Tests").is_dir()
                return [] if tested and action in ("run", "test", "build") else [f"{line}: no test of this example is run"]
            texts = (makefile + workflows).replace("$(RELEASE)", "-c release --static-swift-stdlib")
            return [] if line.split("#")[0].strip() in texts else [f"{line}: neither the Makefile nor a workflow runs this"]
        script = next(word for word in words[1:] if not word.startswith("-"))
        return [] if script in makefile + workflows else [f"{line}: neither the Makefile nor a workflow runs {script}"]

    def end_server(self):
        if not self.server:
            return []
        self.server.send_signal(signal.SIGTERM)
        status, self.server = self.server.wait(LIMIT), None
        return [f"the server ended with {status}"] if status else []

    def end(self):
        wrong = self.end_server()
        self.api.stdin.close()
        self.api.wait(LIMIT)
        return wrong


def left(folder):
    """What programs of programs leave behind: they end, and clear up, a moment after whoever started them."""
    end = time.monotonic() + LIMIT
    while found := sorted(name for name in os.listdir(folder) if name.startswith("ticket-api-")):
        if time.monotonic() > end:
            return [f"{', '.join(found)} was left behind"]
        time.sleep(0.05)
    return []


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    programs = Path(sys.argv[1]).resolve()
    wrong, ran, lookedup, elsewhere, start = [], 0, 0, 0, time.monotonic()
    for document in DOCUMENTS:
        text = (ROOT / document).read_text()
        with tempfile.TemporaryDirectory() as folder:
            reader = Reader(document, programs, folder)
            for note, block in FENCE.findall(text):
                if note == "elsewhere":
                    elsewhere += len(list(lines(block)))
                    continue
                for line, words in lines(block):
                    wrong += [f"{document}: {fault}" for fault in reader.run(line, words)]
            wrong += [f"{document}: {fault}" for fault in reader.end() + left(Path(folder))]
            ran, lookedup = ran + reader.ran, lookedup + reader.lookedup
    print("\n".join(wrong) or f"test-documents: {ran} commands run, {lookedup} run by others, {elsewhere} marked elsewhere, "
          f"{time.monotonic() - start:.0f} s")
    return 1 if wrong else 0


sys.exit(main())
