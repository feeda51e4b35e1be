"""What holds of compose.yml and of the balancer's configuration: everything they name is there, no secret has a default, and nobody is bound to
an instance.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

import cluster
import swift_sources as swift

SECRET = re.compile("PASSWORD|KEY|SECRET|AUTH$")
OURS = re.compile("^(MCP|TICKET_API)_")
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)([^}]*)\}")


def faults():
    text = (swift.ROOT / "compose.yml").read_text()
    services = yaml.safe_load(text)["services"]
    yield from services_are_whole(services, yaml.safe_load(text))
    yield from secrets_have_no_default(text, services)
    yield from balancer(services)


def services_are_whole(services, document):
    targets = set(re.findall(r"^FROM \S+ AS (\S+)", (swift.ROOT / "Dockerfile").read_text(), re.M))
    documented = (swift.ROOT / "docs/configuration.md").read_text()
    for name, service in services.items():
        if "build" in service and service["build"]["target"] not in targets:
            yield f"compose.yml: {name}: the Dockerfile has no {service['build']['target']}"
        if "build" not in service and not re.fullmatch(r"[\w./-]+:\d[\w.]*", service["image"]):
            yield f"compose.yml: {name}: {service['image']} has no version"
        if "healthcheck" not in service:
            yield f"compose.yml: {name} has no health check"
        for other, how in service.get("depends_on", {}).items():
            if other not in services or how.get("condition") != "service_healthy":
                yield f"compose.yml: {name} does not wait until {other} is well"
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith(".") and not (swift.ROOT / source).is_file() or not source.startswith(".") and source not in document["volumes"]:
                yield f"compose.yml: {name}: there is no {source}"
        yield from (f"compose.yml: {name}: there is no network {network}" for network in service["networks"] if network not in document["networks"])
        for variable in service.get("environment", {}):
            if OURS.match(variable) and f"`{variable}`" not in documented:
                yield f"compose.yml: {name}: {variable} does not stand in configuration.md"
        words = service.get("command", [])
        if words and words[0] in swift.products():
            known = swift.options("TicketAPICommand") if words[0] == "ticket-api" else swift.options("TicketServer", "MCPSSE")
            yield from (f"compose.yml: {name}: {words[0]} has no {word}" for word in words if word.startswith("--") and word not in known)
    open_to_others = [name for name, service in services.items() if "ports" in service]
    if open_to_others != ["balancer"]:
        yield f"compose.yml: {', '.join(open_to_others)} can be reached from outside"


def secrets_have_no_default(text, services):
    head = text.split("\nname:")[0]
    for name, more in VARIABLE.findall(text):
        if SECRET.search(name) and not more.startswith(":?"):
            yield f"compose.yml: {name} does not have to be set"
        if more.startswith(":?") and name not in head:
            yield f"compose.yml: the head does not say that {name} has to be set"
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            if SECRET.search(variable) and not VARIABLE.search(value):
                yield f"compose.yml: {name}: the value of {variable} stands in the file"


def balancer(services):
    text = (swift.ROOT / "deploy/cluster/nginx.conf").read_text()
    rules = re.sub(r"#.*", "", text)
    environment = services["balancer"]["environment"]
    names = set(re.findall(r"\$\{([A-Z_]+)\}", rules))
    yield from (f"compose.yml: the balancer's {name} has no value" for name in sorted(names - set(environment)))
    instances = {name for name, service in services.items() if service.get("image") == "ticket-mcp/server"}
    if len(instances) < 2 or set(re.findall(r"server ([\w-]+):8080", environment["PROXY_UPSTREAMS"])) != instances:
        yield "compose.yml: the balancer does not ask all instances, or there is one alone"
    if environment["PROXY_UPSTREAMS"].count("max_fails=0;") != len(instances):
        yield "compose.yml: an instance that failed once may be left out for as long as a stream lives"
    for word in ("ip_hash", "hash", "sticky", "least_conn", "non_idempotent", "http_503"):
        if re.search(rf"\b{word}\b", rules):
            yield f"nginx.conf: {word} must not be there"
    # Streams live for 840 s and 45 s of grace; instances close idle connections after 75 s.
    for directive, holds in {
        "proxy_buffering": lambda value: value == "off", "proxy_http_version": lambda value: value == "1.1",
        "proxy_read_timeout": lambda value: int(value.rstrip("s")) > 885, "keepalive_timeout": lambda value: int(value.rstrip("s")) < 75,
        "proxy_next_upstream": lambda value: value == "error timeout",
    }.items():
        values = re.findall(rf"^ *{directive} (.*);", rules, re.M)
        if len(values) != 1 or not holds(values[0]):
            yield f"nginx.conf: {directive} is {', '.join(values) or 'not there'}"
    if program := shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "nginx.conf")
            # As the image puts them in; names of containers are known only among them.
            filled = re.sub(r"mcp-\d:8080", lambda match: f"127.0.0.1:{20_000 + int(match[0][4])}", environment["PROXY_UPSTREAMS"])
            path.write_text(cluster.proxy_configuration(environment["PROXY_LISTEN"], filled, folder, "/dev/null"))
            ended = subprocess.run([program, "-t", "-q", "-e", "stderr", "-p", folder, "-c", path], capture_output=True, text=True, timeout=30)
            if ended.returncode:
                yield f"nginx.conf: {ended.stderr.strip()}"


if __name__ == "__main__":
    wrong = list(faults())
    print("\n".join(wrong) or "compose: compose.yml and the balancer's configuration are whole")
    sys.exit(1 if wrong else 0)
