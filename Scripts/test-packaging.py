"""Looks at what is handed out beside the programs: licence, Dockerfile, NOTICE, bill of materials, workflows and templates of GitHub, compose.yml.

    test-packaging.py [CHECKOUTS]

CHECKOUTS is .build/checkouts unless said; a build has filled it. Prints what is wrong, and fails if something is.
"""

import configparser
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import compose
import dependencies
import swift_sources as swift

ROOT = dependencies.ROOT
CHECKOUTS = Path(sys.argv[1] if len(sys.argv) == 2 else ROOT / ".build/checkouts")


def made(what):
    return subprocess.run(
        [sys.executable, "-B", ROOT / "Scripts/make-sbom.py", what, CHECKOUTS], check=True, capture_output=True, text=True).stdout


def licence():
    text = (ROOT / "LICENSE").read_text()
    if "Apache License" not in text or "END OF TERMS AND CONDITIONS" not in text:
        yield "LICENSE is not the Apache License 2.0"
    if 'image.licenses="Apache-2.0"' not in (ROOT / "Dockerfile").read_text():
        yield "Dockerfile: the image names no licence"
    if json.loads((ROOT / "mcpb/manifest.json").read_text()).get("license") != "Apache-2.0":
        yield "mcpb/manifest.json: the licence is not Apache-2.0"


def dockerfile():
    def complaints(path):
        ended = subprocess.run([ROOT / ".venv/bin/hadolint", "--no-color", "--config", ROOT / ".hadolint.yaml", path], capture_output=True, text=True)
        return (ended.stdout + ended.stderr).splitlines()

    yield from complaints(ROOT / "Dockerfile")
    with tempfile.NamedTemporaryFile("w", suffix=".Dockerfile") as file:
        file.write((ROOT / "Dockerfile").read_text().replace("STOPSIGNAL SIGTERM", "RUN cd /tmp", 1).replace("USER 65532:65532", "USER root"))
        file.flush()
        if len(complaints(file.name)) < 2:
            yield "hadolint takes anything"


def notice():
    def packages(text):
        return set(re.findall(r"^- (.*, .*, https://.*)$", text, re.M))

    there, wanted = packages((ROOT / "NOTICE").read_text()), packages(made("notice"))
    yield from (f"NOTICE: {line} is missing; make-sbom.py notice writes it anew" for line in sorted(wanted - there))
    yield from (f"NOTICE: {line} is no dependency any more" for line in sorted(there - wanted))


def bill_of_materials():
    text = made("sbom")
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        yield f"the bill of materials is not CycloneDX 1.6: {str(fault).splitlines()[0]}"
        return
    if text != made("sbom"):
        yield "the bill of materials is another one each time"
    bill = json.loads(text)
    names = {component["name"] for component in bill["components"]}
    for name in re.findall(r'\.package\(url: "[^"]*/([^"/]+)"', (ROOT / "Package.swift").read_text()):
        if name not in names:
            yield f"the bill of materials lacks {name}"
    if not {"libcurl4", "libhiredis0.14", "libpq5"} <= names:
        yield "the bill of materials lacks what the image installs"
    # The validator has to be one that notices.
    if not JsonStrictValidator(SchemaVersion.V1_6).validate_str(text.replace('"purl"', '"url"', 1)):
        yield "the validator takes anything"


def workflows():
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.M))
    seen = ""
    for path in sorted((ROOT / ".github/workflows").glob("*.yml")):
        name = path.name
        text = path.read_text()
        seen += text
        workflow = yaml.safe_load(text)
        if workflow.get("permissions") != {"contents": "read"}:
            yield f"{name}: permissions are not those for reading alone"
        for job, body in workflow["jobs"].items():
            if "timeout-minutes" not in body:
                yield f"{name}: {job} has no time limit"
            needs = body.get("needs", [])
            yield from (f"{name}: {job} needs {other}, which is not there" for other in ([needs] if isinstance(needs, str) else needs)
                        if other not in workflow["jobs"])
            for step in body["steps"]:
                if "uses" in step and not re.fullmatch(r"[\w-]+/[\w/-]+@v\d+", step["uses"]):
                    yield f"{name}: {job}: {step['uses']} has no version"
                if "${{ github.event" in step.get("run", "") or "${{ github.head_ref" in step.get("run", ""):
                    yield f"{name}: {job} puts what others wrote into a shell"
                for word in re.findall(r"^\s*make ([a-z-]+)", step.get("run", ""), re.M):
                    if word not in targets:
                        yield f"{name}: make has no {word}"
                for script in re.findall(r"\b(Scripts/[\w./-]+)", step.get("run", "")):
                    if not (ROOT / script).is_file():
                        yield f"{name}: there is no {script}"
    for words in ("make test", "make lint", "Scripts/thread-sanitizer.sh", "--sanitize=address", "diagnose-api-breaking-changes", "make coverage",
                  "make test-image", "make-sbom.py sbom", "build-mcpb.py", "make documentation"):
        if words not in seen:
            yield f"workflows: nothing runs {words}"


def templates():
    for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")):
        form = yaml.safe_load(path.read_text())
        if path.name == "config.yml":
            continue
        ids = [part.get("id") for part in form["body"] if part["type"] != "markdown"]
        if not form.get("name") or not form.get("description") or None in ids or len(ids) != len(set(ids)):
            yield f"{path.name}: GitHub would not take this form"
        known = {"markdown", "textarea", "input", "dropdown", "checkboxes"}
        yield from (f"{path.name}: {part['type']} is no part of a form" for part in form["body"] if part["type"] not in known)
    if "- [ ]" not in (ROOT / ".github/pull_request_template.md").read_text():
        yield "pull_request_template.md: there is nothing to tick"


def editor():
    rules = configparser.ConfigParser()
    rules.read_string("[top]\n" + (ROOT / ".editorconfig").read_text())
    if rules["top"].get("root") != "true" or rules["*"].get("indent_size") != "4":
        yield ".editorconfig: not the rules of this package"
    width = json.loads((ROOT / ".swift-format").read_text()).get("lineLength")
    if rules.has_option("*.swift", "max_line_length") and rules["*.swift"]["max_line_length"] != str(width):
        yield f".editorconfig: lines are {width} characters long in .swift-format"


def coverage_floor():
    """The floor holds: 84 of 100 lines are too few, 86 are enough; lines of tests and of other packages do not count."""
    def report(covered):
        files = [("/p/Sources/A/a.swift", covered, 100), ("/p/Tests/ATests/b.swift", 0, 900), ("/p/.build/checkouts/c/Sources/C/c.swift", 0, 900)]
        return {"data": [{"files": [{"filename": name, "summary": {"lines": {"covered": part, "count": count}}} for name, part, count in files]}]}

    for covered, expected in ((84, 1), (86, 0)):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(report(covered), file)
            file.flush()
            ended = subprocess.run([sys.executable, "-B", ROOT / "Scripts/coverage.py", file.name, "85"], capture_output=True, text=True)
        if ended.returncode != expected or f"{covered}.0 %" not in ended.stdout:
            yield f"coverage.py: {covered} of 100 lines: {ended.stdout}{ended.stderr}"


def main():
    wrong = [line for check in (licence, dockerfile, notice, bill_of_materials, workflows, templates, editor, coverage_floor, compose.faults) for line in check()]
    print("\n".join(wrong) or f"test-packaging: licence, NOTICE, bill of materials of {swift.version()} and workflows are whole")
    return 1 if wrong else 0


sys.exit(main())
