"""Holds documents and deployment files against the sources, without building anything. Prints what is wrong, and fails if something is.

- The configuration reference has every variable and option of the programs, and no other; so has its Japanese.
- Variables that are named anywhere are read by some program. Both README have every tool.
- Links lead somewhere, to a heading too.
- ```swift blocks of documents, of documentation catalogues and of comments stand, line by line, in some file that the tests compile; each
  library has a catalogue, with a sample.
- Commands in ```sh blocks are targets of the Makefile, files that are there, or options that programs have. What needs an account, a
  service or a client elsewhere stands in ```sh elsewhere. Blocks of other languages hold none.
- The operations guide explains every refusal of settings and every warning of the log, and every text that it quotes is in the sources.
- English and Japanese have the same headings, rows of tables and blocks, and point at documents of their own language.
- The .mcpb manifest, server.json, the Dockerfile and the manifests for Cloud Run and Kubernetes name what is there, and agree.
"""

import json
import re
import shlex
import sys
from pathlib import Path

import yaml

import bundle
import configuration as settings
import swift_sources as swift

ROOT = swift.ROOT
PAIRS = [
    (f"docs/{name}.md", f"docs/ja/{name}.md")
    for name in ("capacity", "configuration", "console", "deployment", "design", "development", "observability", "operations", "threat-model")
] + [(f"{name.upper()}.md", f"docs/ja/{name}.md") for name in ("changelog", "contributing", "security")] + [("README.md", "README.ja.md")]
# Not settings of ours: parts of other names, and a name that stands for any.
OTHER_NAMES = {"MCP_NAME"}
RESERVED = swift.known_variables() - swift.read_variables()
FENCE = re.compile(r"^ *```(\S*)[ ]*(.*?)\n(.*?)^ *```", re.M | re.S)
NAME = re.compile(r"(?<![A-Z_])((?:MCP|TICKET_API)_[A-Z0-9_]*[A-Z0-9])(?![A-Z0-9_])")
LANGUAGES = {"sh", "swift", "json", "yaml", ""}
PLAIN_TOOLS = {"cd", "export", "cp", "mv", "kill", "curl", "openssl", "chmod", "mkdir", "cat", "git"}
ELSEWHERE = {"gcloud", "docker", "kubectl", "claude", "npx", "mcp-publisher", "socat"}


def documents():
    return [ROOT / "README.md", ROOT / "README.ja.md", *sorted(ROOT.glob("[A-Z]*.md")), *sorted((ROOT / "docs").rglob("*.md")),
            *sorted((ROOT / "Examples").glob("*/README.md"))]


def deployment_files():
    folders = [ROOT / "gcp-deploy", ROOT / "deploy", ROOT / "mcpb", ROOT / ".github"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted(files) + [ROOT / "Dockerfile", ROOT / "server.json"]


def cells(text):
    """The rows of all tables, as lists of cells."""
    for line in FENCE.sub("", text).splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def configuration(name):
    rows = list(cells((ROOT / name).read_text()))
    variables = [word for row in rows for word in re.findall(r"`([A-Z][A-Z0-9_]+)`", row[0])]
    options = {word for row in rows for cell in row[:2] for word in re.findall(r"`(--[a-z-]+)`", cell)}
    text = (ROOT / name).read_text()
    options |= {"--" + word for word in re.findall(r"`--([a-z-]+)`", text) if word in ("tenant", "scope", "note")}
    yield from (f"{name}: {word}" for word in bundle.same("variables", set(variables), swift.known_variables() | swift.read_variables()))
    yield from (f"{name}: {word} is there twice" for word in sorted({word for word in variables if variables.count(word) > 1}))
    yield from (f"{name}: {word}" for word in bundle.same("options", options, swift.options()))
    section = text.split("`MCP_TRANSPORT_TYPE`")[0].rsplit("\n## ", 1)[-1] + "`MCP_TRANSPORT_TYPE`" + text.split("`MCP_TRANSPORT_TYPE`", 1)[-1].split("\n## ")[0]
    yield from (f"{name}: {word} is read by no program and does not stand there" for word in sorted(RESERVED) if f"`{word}`" not in section)
    yield from (
        f"{name}: {word} {'is read' if word in swift.read_variables() else 'is unknown'}, and stands among those that are not"
        for row in cells(section) if len(row) == 1 for word in re.findall(r"`(MCP_[A-Z_]+)`", row[0]) if word not in RESERVED)


def tools_are_described():
    for name in ("README.md", "README.ja.md"):
        told = {word for row in cells((ROOT / name).read_text()) for word in re.findall(r"`([a-z]+_[a-z_]+)`", row[0])}
        yield from (f"{name}: {word}" for word in bundle.same("tools", told - {"connection_id"}, swift.tools(False)))
    for name in ("docs/configuration.md", "docs/ja/configuration.md"):
        row = next(row for row in cells((ROOT / name).read_text()) if row[0] == "`MCP_TOOLSETS`")
        yield from (f"{name}: {word}" for word in bundle.same("toolsets", set(re.findall(r"`([a-z]+)`", row[1])), swift.toolsets()))


def variables_exist():
    if missing := {name for name in swift.read_variables() if name.startswith("MCP_")} - swift.known_variables():
        yield f"Settings/Reference: {', '.join(sorted(missing))} would be reported as unknown"
    readable = swift.read_variables() | OTHER_NAMES
    for path in {*documents(), *deployment_files()}:
        here = path.relative_to(ROOT)
        for name in set(NAME.findall(path.read_text())):
            plain = name[:-5] if name.endswith("_FILE") and name not in readable else name
            if plain not in readable and not (plain in RESERVED and path.name == "configuration.md"):
                yield f"{here}: no program reads {name}"


def anchor(heading):
    return re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading).strip().lower()).replace(" ", "-")


def links_lead_somewhere():
    for path in sorted(set(documents())):
        text = FENCE.sub("", path.read_text())
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, fragment = target.partition("#")
            goal = (path.parent / file).resolve() if file else path
            if not goal.exists():
                yield f"{path.relative_to(ROOT)}: {target} leads nowhere"
            elif fragment and fragment not in {anchor(line) for line in re.findall(r"^#+ (.*)", goal.read_text(), re.M)}:
                yield f"{path.relative_to(ROOT)}: there is no heading for {target}"


def blocks(text, language):
    for match in FENCE.finditer(text):
        if match.group(1) == language:
            yield match.group(2), match.group(3)


def whole_lines(block):
    """The lines of a block, with those joined that a quote or a backslash goes across."""
    pending = ""
    for line in block.replace("\\\n", " ").splitlines():
        pending = f"{pending}\n{line}" if pending else line
        try:
            shlex.split(pending, comments=True)
        except ValueError:
            continue
        yield pending
        pending = ""
    if pending:
        yield pending


def commands(block):
    """Each command of a block as its words, without what it sets before and what follows a pipe."""
    for line in whole_lines(block):
        for part in re.split(r"\s(?:\|\||&&|\||;)\s", line):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:
                yield [part]
                continue
            while words and re.match(r"^[A-Z_]+=", words[0]):
                words = words[1:]
            if words:
                yield words


def commands_exist():
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.M))
    programs = {"ticket-mcp-stdio": ("TicketServer", "MCPStdio"), "ticket-mcp-sse": ("TicketServer", "MCPSSE", "TicketTenants"),
                "ticket-api": ("TicketAPICommand",)}
    for path in sorted(set(documents())):
        here = path.relative_to(ROOT)
        for note, block in blocks(path.read_text(), "sh"):
            for words in commands(block):
                first = words[0]
                program = Path(first).name
                if first == "make":
                    yield from (f"{here}: make has no {word}" for word in words[1:] if word not in targets and "=" not in word)
                elif program in programs:
                    known = swift.options(*programs[program]) | {"--help", "--version", "--generate-completion-script"}
                    given = {word.split("=")[0] for word in words[1:] if word.startswith("--")}
                    yield from (f"{here}: {program} has no {word}" for word in sorted(given - known))
                elif first in ("sh", "python3", ".venv/bin/python"):
                    script = next((word for word in words[1:] if not word.startswith("-")), "")
                    if not (ROOT / script).is_file():
                        yield f"{here}: there is no file {script}"
                elif first.startswith("./"):
                    if not (ROOT / first).is_file():
                        yield f"{here}: there is no file {first}"
                    elif first.startswith("./gcp-deploy/") and note != "elsewhere" and "--dry-run" not in words:
                        yield f"{here}: {first} needs an account: sh elsewhere"
                elif first == "swift":
                    if words[1:2] not in (["build"], ["test"], ["run"], ["format"]):
                        yield f"{here}: swift {' '.join(words[1:2])} is not looked at here"
                elif first in ELSEWHERE:
                    if note != "elsewhere":
                        yield f"{here}: {first} is not of this package: sh elsewhere"
                elif first not in PLAIN_TOOLS:
                    yield f"{here}: {first}: nothing is known of this command"


def nothing_passes_unseen():
    """Commands stand where they are looked at: in blocks of no other language, and, between backticks, with targets and options that are there."""
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.M))
    programs = {*swift.products(), *PLAIN_TOOLS, *ELSEWHERE, "make", "sh", "swift", "python3"}
    options = swift.options() | {"--help", "--version", "--generate-completion-script"}
    for path in sorted(set(documents())):
        here, text = path.relative_to(ROOT), path.read_text()
        for language, note, block in ((match[1], match[2], match[3]) for match in FENCE.finditer(text)):
            if language not in LANGUAGES or note not in ("", "elsewhere"):
                yield f"{here}: a block of {language} {note} is not looked at"
            elif language != "sh":
                yield from (f"{here}: {line} is a command, and its block not sh" for line in block.splitlines() if re.match(r"\$ |(?:make|swift|ticket-[a-z-]+) [a-z-]", line))
        for words in (span.split() for span in re.findall(r"`([^`\n]+)`", FENCE.sub("", text))):
            if words[0] == "make" and len(words) > 1:
                yield from (f"{here}: make has no {word}" for word in words[1:] if re.fullmatch(r"[a-z-]+", word) and word not in targets)
            elif words[0] in swift.products():
                given = {word.split("=")[0] for word in words if re.match(r"--[a-z]", word)}
                yield from (f"{here}: {words[0]} has no {word}" for word in sorted(given - options))
            elif Path(words[0]).name in programs or words[0].endswith("/python"):
                scripts = [word for word in words if re.match(r"(?:\./)?(?:Scripts|Tests|gcp-deploy)/", word)]
                yield from (f"{here}: there is no file {word}" for word in scripts if not (ROOT / word).exists())
            elif re.match(r"(?:Scripts|Tests|Sources|deploy|gcp-deploy|docs|Examples|Benchmarks|mcpb)/[\w./+-]+$", words[0]) and not (ROOT / words[0]).exists():
                yield f"{here}: there is no {words[0]}"


def samples_are_compiled():
    """`@main` is left out of the comparison: a file of tests cannot have it."""
    def lines(text):
        kept = [line.strip().removeprefix("@main ") for line in text.splitlines()]
        return "\n".join(line for line in kept if line and not line.startswith("import "))

    compiled = [lines(path.read_text()) for folder in ("Tests", "Examples") for path in sorted((ROOT / folder).rglob("*.swift"))
                if ".build" not in path.parts]
    texts = {path: path.read_text() for path in {*documents(), *(ROOT / "Sources").rglob("*.docc/*.md")}}
    for path in swift.swift_files():
        comments = [line.strip() for line in path.read_text().splitlines()]
        texts[path] = "\n".join(line.removeprefix("///").removeprefix(" ") if line.startswith("///") else "" for line in comments)
    for path, text in sorted(texts.items()):
        for note, block in blocks(text, "swift"):
            if not any(lines(block) in text for text in compiled):
                first = next(line for line in block.splitlines() if line.strip() and not line.startswith("import "))
                yield f"{path.relative_to(ROOT)}: no test compiles the sample that begins with {first.strip()}"


def libraries_are_documented():
    """Each library product has a catalogue with a page of its own, which shows in a sample what it is for; a README and a workflow name it."""
    for name in sorted(swift.libraries()):
        page = ROOT / f"Sources/{name}/{name}.docc/{name}.md"
        if not page.is_file():
            yield f"{page.relative_to(ROOT)} is missing"
            continue
        text = page.read_text()
        yield from (f"{page.relative_to(ROOT)} has no {part.strip('# ')}" for part in ("## Overview\n", "## Topics\n") if part not in text)
        if not list(blocks(text, "swift")):
            yield f"{page.relative_to(ROOT)} shows no sample"
        if f"`{name}`" not in (ROOT / "CHANGELOG.md").read_text():
            yield f"CHANGELOG.md: {name} is not among the libraries"


def quoted_texts(cell):
    """What a cell quotes that holds nothing else: one text or several, with commas between."""
    if whole := re.fullmatch(r"`` ?(.*?) ?``", cell):
        return [whole.group(1)]
    return re.findall(r"`([^`]*)`", cell) if re.fullmatch(r"`[^`]*`(?:, `[^`]*`)*", cell) else []


def refusals_are_explained():
    """Quoted texts are the first cells of the tables of the operations guide; … stands for anything."""
    literals = swift.all_literals() | set(swift.refusals())
    for name in ("docs/operations.md", "docs/ja/operations.md"):
        texts = {text for row in cells((ROOT / name).read_text()) if len(row) == 2 for text in quoted_texts(row[0])}
        for text in sorted(swift.refusals()):
            # Those of nothing but what is put in say what other texts say.
            if text not in texts and re.search(r"[a-z]{3}", text):
                yield f"{name}: a refusal is not explained: {text}"
        yield from (f"{name}: a line of the log is not explained: {text}" for text in sorted(swift.complaints() - texts))
        for text in sorted(texts):
            if " " in text and text not in literals and not any(text in literal for literal in literals):
                yield f"{name}: nobody says: {text}"


def translations_agree():
    for english, japanese in PAIRS:
        files = [ROOT / english, ROOT / japanese]
        if missing := [path for path in files if not path.is_file()]:
            yield from (f"{path.relative_to(ROOT)} is missing" for path in missing)
            continue
        texts = [path.read_text() for path in files]
        levels = [[len(marks) for marks in re.findall(r"^(#+) ", FENCE.sub("", text), re.M)] for text in texts]
        if levels[0] != levels[1]:
            yield f"{japanese}: its headings are not those of {english}"
        rows = [[len(row) for row in cells(text)] for text in texts]
        if rows[0] != rows[1] and english != "README.md":
            yield f"{japanese}: its tables are not those of {english}"
        told = {(files[1].parent / target).resolve() for target in re.findall(r"\]\(([^:)#]+\.md)[^)]*\)", texts[1])}
        yield from (f"{japanese}: {one} is there in Japanese: {other}" for one, other in PAIRS
                    if one != "README.md" and ROOT / one in told and ROOT / other not in told)
        shell = [[note for note, _ in blocks(text, "sh")] for text in texts]
        if shell[0] != shell[1]:
            yield f"{japanese}: its commands are not those of {english}"
        first = [[words for _, block in blocks(text, "sh") for words in commands(block)] for text in texts]
        yield from (f"{japanese}: other command: {' '.join(b)}" for a, b in zip(*first) if a != b)


def dockerfile():
    text = (ROOT / "Dockerfile").read_text()
    ignored = (ROOT / ".dockerignore").read_text()
    for line in re.findall(r"^COPY (.*)", text, re.M):
        words = [word for word in line.split() if not word.startswith("--")]
        if "--from=" in line:
            yield from (f"Dockerfile: there is no program {word}" for word in words[:-1] if Path(word).name not in swift.products())
            continue
        for word in words[:-1]:
            plain = re.sub(r"\[(.)\]", r"\1", word)
            if not (ROOT / plain.rstrip("/")).exists() and plain == word:
                yield f"Dockerfile: there is no {word} to copy"
            if not any(f"!{part}\n" in ignored for part in [plain, *map(str, Path(plain).parents)]):
                yield f".dockerignore: {plain} does not reach the Dockerfile"
    yield from (f"Dockerfile: there is no product {word}" for word in re.findall(r"--product (\S+)", text) if word not in swift.products())
    if f'image.version="{swift.version()}"' not in text:
        yield f"Dockerfile: the version is not {swift.version()}"


def environment(container):
    """Variables of a container that have values, and those that have secrets."""
    entries = container["env"]
    return {entry["name"]: entry["value"] for entry in entries if "value" in entry}, {
        entry["name"]: entry["valueFrom"]["secretKeyRef"]["name"] for entry in entries if "valueFrom" in entry}


def manifests():
    parsed = {path: list(yaml.safe_load_all(path.read_text())) for path in deployment_files() if path.suffix in (".yaml", ".yml")}
    run = parsed[ROOT / "gcp-deploy/cloud-run-service.yaml"][0]["spec"]["template"]
    api = parsed[ROOT / "gcp-deploy/ticket-api-service.yaml"][0]["spec"]["template"]
    pod = parsed[ROOT / "deploy/kubernetes/deployment.yaml"][0]["spec"]["template"]["spec"]
    values, secrets = environment(run["spec"]["containers"][0])
    # What is for Memorystore alone: on Kubernetes a Redis is the cluster's own matter.
    optional = set(re.findall(r"- name: (\w+) # memorystore", (ROOT / "gcp-deploy/cloud-run-service.yaml").read_text()))
    _, api_secrets = environment(api["spec"]["containers"][0])
    if not run["spec"]["timeoutSeconds"] > int(values["MCP_CLOUD_RUN_TIMEOUT"]) + 45:
        yield "cloud-run-service.yaml: a request must be allowed longer than a stream and its 45 s of grace live"
    defined = {}
    for line in (ROOT / "gcp-deploy/secrets.tsv").read_text().splitlines():
        if not line.startswith("#"):
            name, variable, service, _ = line.split("\t")
            defined[f"@SECRET_PREFIX@-{name}"] = (variable, service)
    used = {**api_secrets, **secrets}
    yield from bundle.same("secrets.tsv", set(defined), set(used.values()))
    for variable, name in secrets.items():
        if defined.get(name, ("", ""))[0] != variable:
            yield f"secrets.tsv: {name} is {variable} in cloud-run-service.yaml"
    container = pod["containers"][0]
    own = {entry["name"]: entry["value"] for entry in container["env"]}
    shared = {name for name in values if not values[name].startswith("@")}
    yield from (f"deployment.yaml: {name} is not {values[name]}, as on Cloud Run" for name in sorted(shared) if own.get(name) != values[name])
    yield from (f"deployment.yaml: {name}_FILE is missing" for name in secrets if name not in optional and f"{name}_FILE" not in own)
    keys = set(parsed[ROOT / "deploy/kubernetes/secret.example.yaml"][0]["stringData"])
    yield from bundle.same("secret.example.yaml", keys, {Path(value).name for name, value in own.items() if name.endswith("_FILE")})
    if not (container["securityContext"]["readOnlyRootFilesystem"] and pod["securityContext"]["runAsNonRoot"]):
        yield "deployment.yaml: the root file system is writable, or root may run"
    if pod["terminationGracePeriodSeconds"] <= 10:
        yield "deployment.yaml: calls have no time to end"
    routes = (swift.SOURCES / "MCPTransportHTTP/Route.swift").read_text()
    for where, probed in (("cloud-run-service.yaml", run["spec"]["containers"][0]), ("deployment.yaml", container)):
        for name, probe in probed.items():
            if name.endswith("Probe") and f'"{probe["httpGet"]["path"]}"' not in routes:
                yield f"{where}: nothing answers at {probe['httpGet']['path']}"
    listed = parsed[ROOT / "deploy/kubernetes/kustomization.yaml"][0]["resources"]
    yield from (f"kustomization.yaml: there is no {name}" for name in listed if not (ROOT / "deploy/kubernetes" / name).is_file())


def bundles():
    yield from bundle.check_manifest(*bundle.read_manifest())
    yield from bundle.check_server_json(json.loads((ROOT / "server.json").read_text()))


def references_are_generated():
    yield from (f"{path.relative_to(ROOT)}: is not what the code says; run make configuration" for path in settings.stale())


def main():
    checks = [
        references_are_generated,
        lambda: configuration("docs/configuration.md"), lambda: configuration("docs/ja/configuration.md"), tools_are_described, variables_exist, samples_are_compiled,
        libraries_are_documented,
        links_lead_somewhere, commands_exist, nothing_passes_unseen, refusals_are_explained, translations_agree, dockerfile, manifests, bundles,
    ]
    wrong = [line for check in checks for line in check()]
    for line in dict.fromkeys(wrong):
        print(line)
    print(f"check-docs: {len(wrong)} faults" if wrong else "check-docs: documents and sources agree")
    return 1 if wrong else 0


sys.exit(main())
