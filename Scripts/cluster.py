"""Several instances of the server on this machine: PostgreSQL, ticket-api, Redis, N times ticket-mcp-sse, and nginx before them.

    cluster.py PROGRAMS             # the folder of ticket-mcp-sse and ticket-api; runs until Ctrl-C
    cluster.py PROGRAMS --instances 3 --tickets 5000 --without-redis

What compose.yml starts in containers, without containers: the balancer has the same configuration, deploy/cluster/nginx.conf. All ports
are random, all files are in a folder of their own, and everything ends with this process, however that ends. As a library it is also what the
tests of several instances use: they end, start and stop its parts (`Tests/Cluster`).
"""

import argparse
import ctypes
import glob
import http.client
import json
import os
import pwd
import random
import secrets
import shutil
import signal
import socket
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Below those that the system gives to outgoing connections: a port must be free again when its server is started anew.
PORTS = range(20_000, 32_000)
PATIENCE = 60
PR_SET_PDEATHSIG = 1


class ClusterError(Exception):
    """A part did not do what it was told to; the text holds what it said."""


def free_port(taken=set()):
    while True:
        port = random.choice(PORTS)
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in taken:
            taken.add(port)
            return port


def until(what, condition, seconds=PATIENCE):
    """Asks again and again, at most for so long. Returns what the condition was."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise ClusterError(f"not within {seconds} s: {what}")
        time.sleep(0.02)
    return value


def fetch(port, path, fields={}, method="GET", body=None, seconds=5):
    """- Returns: status, header fields and body; None where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request(method, path, body, fields)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Part:
    """One process, which ends with this one."""

    def __init__(self, name, command, folder, environment=None, user=None, ends_by=signal.SIGTERM):
        self.name, self.command, self.folder, self.ends_by = name, [str(word) for word in command], folder, ends_by
        self.environment, self.user, self.process = environment, user, None
        self.log = folder / f"{name}.log"

    def start(self):
        """From the main thread alone: Linux counts the thread that started a child as its parent."""
        def before():
            # Linux tells the child when its parent is gone; elsewhere only our own end, and SIGTERM, end it.
            if sys.platform == "linux":
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, self.ends_by)

        identity = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        with open(self.log, "ab") as log:
            # A group of its own: Ctrl-C is for us, and we say in which order the parts end.
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, env=self.environment, preexec_fn=before,
                process_group=0, **identity)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def said(self):
        return self.log.read_text(errors="replace")[-4_000:] if self.log.exists() else ""

    def ready(self, condition, seconds=PATIENCE):
        def asked():
            if not self.is_running:
                raise ClusterError(f"{self.name} ended with {self.process.returncode}:\n{self.said()}")
            return condition()

        try:
            until(f"{self.name} is ready", asked, seconds)
        except ClusterError as error:
            raise ClusterError(f"{error}\n{self.said()}") from error

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self, seconds=20):
        """- Returns: the status; what does not end in time is killed."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.signal(signal.SIGCONT)
            self.signal(self.ends_by)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self):
        if self.process.poll() is None:
            self.signal(signal.SIGKILL)
        return self.process.wait(PATIENCE)


class Cluster:
    """Use with `with`. `proxy`, `instances`, `api` and `redis` are parts; `port` is the balancer's, `ports` those of the instances.

    - `more`: variables of the instances beside those that a cluster needs.
    """

    def __init__(self, programs, instances=2, tickets=2_000, with_redis=True, more={}):
        self.programs, self.count, self.tickets, self.with_redis, self.more = Path(programs).resolve(), instances, tickets, with_redis, more
        self.key, self.api_key, self.secret = secrets.token_hex(16), secrets.token_hex(16), secrets.token_hex(32)
        self.parts, self.instances, self.ports = [], [], [free_port() for _ in range(instances)]
        self.port, self.api_port, self.redis_port = free_port(), free_port(), free_port()
        self.folder = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="cluster-", dir="/tmp"))
        # Parts that run as somebody else go through it to their own folders.
        self.folder.chmod(0o711)
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        # From the outside to the inside, so that nobody complains about what is gone already.
        for part in reversed(self.parts):
            part.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.start_database()
        if self.with_redis:
            self.start_redis()
        self.api = self.add(Part("ticket-api", [
            self.programs / "ticket-api", "serve", "--port", self.api_port, "--seed-if-empty", self.tickets, "--log-level", "warning",
        ], self.folder, {**self.clean(), "TICKET_API_DATABASE": self.database, "TICKET_API_KEYS": self.api_key}))
        self.api.start()
        self.api.ready(lambda: self.answers(self.api_port, "/health"))
        for number, port in enumerate(self.ports, 1):
            self.instances.append(self.add(Part(
                f"instance-{number}", [self.programs / "ticket-mcp-sse", "--port", port, "--log-level", "info"], self.folder,
                {**self.clean(), **self.settings(), **self.more})))
            self.instances[-1].start()
        for number in range(self.count):
            self.wait(number)
        self.start_proxy()

    def add(self, part):
        self.parts.append(part)
        return part

    @staticmethod
    def clean():
        """Our environment without settings of the server."""
        return {name: value for name, value in os.environ.items() if not name.startswith(("MCP_", "TICKET_API_", "SHARED_SECRET", "PORT"))}

    def settings(self):
        settings = {
            "MCP_API_BASE_URL": f"http://127.0.0.1:{self.api_port}", "MCP_API_KEY": self.api_key, "MCP_MCP_API_KEY": self.key,
            "MCP_SHARED_SECRET": self.secret, "MCP_PUBLIC_URL": self.url, "MCP_RATE_LIMIT": "0", "MCP_TOOLSETS": "tickets,directory,masters,reports",
            "MCP_STATE_KEY": self.secret,
        }
        return {**settings, "MCP_REDIS_URL": f"redis://127.0.0.1:{self.redis_port}"} if self.with_redis else settings

    def start_database(self):
        """PostgreSQL refuses to run as root, so root becomes the user that the package made for it."""
        folder = self.folder / "postgres"
        folder.mkdir(mode=0o700)
        user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/opt/homebrew/opt/postgresql*/bin"))
        path = ":".join([*reversed(found), os.environ["PATH"]])
        initdb, postgres, createdb = (shutil.which(name, path=path) for name in ("initdb", "postgres", "createdb"))
        if not initdb or not postgres or not createdb:
            raise ClusterError("there is no PostgreSQL; `make test-system` installs it")
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        made = subprocess.run(
            [initdb, "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"], cwd=folder,
            capture_output=True, text=True, timeout=PATIENCE, **identity)
        if made.returncode:
            raise ClusterError(made.stdout + made.stderr)
        # Commits reach the disk's cache and not the disk: the machine is not what fails here. SIGINT is its quick end.
        part = self.add(Part("postgres", [
            postgres, "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=64MB",
        ], folder, user=user, ends_by=signal.SIGINT))
        part.start()
        make = [createdb, "-h", folder, "-U", "postgres", "-T", "template0", "-E", "UTF8", "tickets"]
        part.ready(lambda: subprocess.run(make, cwd=folder, capture_output=True, timeout=PATIENCE).returncode == 0)
        self.database = f"postgres://postgres@/tickets?host={folder}"

    def start_redis(self):
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if not program:
            raise ClusterError("there is no redis-server; `make test-system` installs it")
        folder = self.folder / "redis"
        folder.mkdir()
        self.redis = self.add(Part("redis", [
            program, "--bind", "127.0.0.1", "--port", self.redis_port, "--dir", folder, "--appendonly", "yes", "--appendfsync", "everysec",
            "--save", "", "--maxmemory", "512mb", "--maxmemory-policy", "noeviction",
        ], self.folder))
        self.redis.start()
        self.wait_redis()

    def redis_says(self, *words, seconds=2):
        """- Returns: the first line of the reply to a command; None where there is none."""
        command = b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(word.encode()), word.encode()) for word in words)
        try:
            with socket.create_connection(("127.0.0.1", self.redis_port), timeout=seconds) as line:
                line.sendall(command)
                return line.makefile("rb").readline().rstrip()
        except OSError:
            return None

    def end_redis(self, with_data=True, kill=False):
        if kill:
            self.redis.kill()
        else:
            self.redis.stop()
        if not with_data:
            shutil.rmtree(self.folder / "redis" / "appendonlydir")

    def wait_redis(self):
        self.redis.ready(lambda: self.redis_says("PING") == b"+PONG")

    def start_proxy(self):
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
        if not program:
            raise ClusterError("there is no nginx; `make test-system` installs it")
        (self.folder / "nginx").mkdir()
        self.access_log = self.folder / "access.log"
        text = proxy_configuration(
            f"127.0.0.1:{self.port}", " ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in self.ports),
            self.folder / "nginx", self.access_log)
        (self.folder / "nginx.conf").write_text(text)
        self.proxy = self.add(Part("nginx", [
            program, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", "stderr", "-g", "daemon off;"], self.folder))
        self.proxy.start()
        self.proxy.ready(lambda: self.answers(self.port, "/ready"))

    @staticmethod
    def answers(port, path):
        answer = fetch(port, path)
        return answer is not None and answer[0] == 200

    def wait(self, number):
        """Until an instance is ready."""
        self.instances[number].ready(lambda: self.answers(self.ports[number], "/ready"))

    def restart(self, number):
        """Starts an instance that has ended."""
        self.instances[number].start()
        self.wait(number)

    def sent(self):
        """What the balancer sent, a line for each request: method, path, status, and (instance, status, bytes sent) for each try."""
        for line in self.access_log.read_text(errors="replace").splitlines():
            words = line.split()
            values = dict(word.split("=", 1) for word in line.replace(", ", ",").split()[3:])
            tries = list(zip(values["to"].split(","), values["status"].split(","), values["sent"].split(",")))
            yield words[0], words[1], words[2], tries


def proxy_configuration(listen, upstreams, folder, log):
    """deploy/cluster/nginx.conf with everything put in."""
    template = string.Template((ROOT / "deploy/cluster/nginx.conf").read_text())
    return template.safe_substitute(PROXY_LISTEN=listen, PROXY_UPSTREAMS=upstreams, PROXY_FOLDER=folder, PROXY_LOG=log)


def show(cluster):
    """One call through each instance, and what to paste into a client."""
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": "get_ticket_list", "arguments": {"status_group": "open", "limit": 3},
        "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}}}
    fields = {"x-api-key": cluster.key, "content-type": "application/json", "accept": "application/json, text/event-stream",
              "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "get_ticket_list"}
    served = set()
    for _ in range(4 * cluster.count):
        status, _, body = fetch(cluster.port, "/mcp", fields, "POST", json.dumps(call), seconds=30)
        if status != 200:
            raise ClusterError(f"a call was answered with {status}: {body.decode()}")
        # The line is written after the answer has gone out.
        *_, (_, _, _, tries) = until("the balancer has logged a call", lambda: [line for line in cluster.sent() if line[1] == "/mcp"])
        if tries[-1][0] not in served:
            served.add(tries[-1][0])
            print(f"\n── get_ticket_list, answered by the instance at {tries[-1][0]}")
            print(json.loads(body)["result"]["content"][0]["text"])
        if len(served) == cluster.count:
            break
    else:
        raise ClusterError(f"of {cluster.count} instances only {len(served)} were asked")
    print(f"\n── {cluster.count} instances behind {cluster.url}")
    for name, port in [(part.name, port) for part, port in zip(cluster.instances, cluster.ports)] + [("ticket-api", cluster.api_port)]:
        print(f"{name:12} http://127.0.0.1:{port}")
    if cluster.with_redis:
        print(f"{'redis':12} redis://127.0.0.1:{cluster.redis_port}")
    print(f"{'logs':12} {cluster.folder}")
    entry = {"mcpServers": {"tickets": {"type": "http", "url": f"{cluster.url}/mcp", "headers": {"x-api-key": cluster.key}}}}
    print("\n── Clients with a file of settings")
    print(json.dumps(entry, indent=2))
    print("\n── Claude Code")
    print(f'claude mcp add --transport http tickets {cluster.url}/mcp --header "x-api-key: {cluster.key}"')


def main():
    parser = argparse.ArgumentParser(description="Several instances behind a balancer, on this machine; see the head of the file.")
    parser.add_argument("programs", help="the folder of ticket-mcp-sse and ticket-api")
    parser.add_argument("--instances", type=int, default=2)
    parser.add_argument("--tickets", type=int, default=2_000)
    parser.add_argument("--without-redis", action="store_true", help="what several instances are worth that share nothing")
    parser.add_argument("--once", action="store_true", help="end after what is shown")
    options = parser.parse_args()
    # SIGTERM ends it as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with Cluster(options.programs, options.instances, options.tickets, not options.without_redis) as cluster:
            show(cluster)
            if options.once:
                return 0
            print("\nCtrl-C ends it.", flush=True)
            while all(part.is_running for part in cluster.parts):
                time.sleep(0.5)
            ended = next(part for part in cluster.parts if not part.is_running)
            raise ClusterError(f"{ended.name} has ended:\n{ended.said()}")
    except KeyboardInterrupt:
        return 0
    except ClusterError as error:
        print(f"cluster: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
