"""Makes a .mcpb bundle, and looks at what it made.

    build-mcpb.py PROGRAM FILE.mcpb [darwin|linux]

PROGRAM is a ticket-mcp-stdio built by `make release` for the platform, which is this one unless said. The same inputs make the same bytes.
The program is started once, as a client would, where the platform is this one: it must answer `initialize` and have the tools that the
manifest names. Prints the entry for server.json.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import bundle
import swift_sources as swift

EPOCH = (1980, 1, 1, 0, 0, 0)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    program, target = Path(sys.argv[1]), Path(sys.argv[2])
    here = "darwin" if sys.platform == "darwin" else "linux"
    platform = sys.argv[3] if len(sys.argv) == 4 else here
    if platform not in ("darwin", "linux"):
        sys.exit(f"build-mcpb: there is no platform {platform}")
    manifest, resources = bundle.read_manifest()
    if wrong := bundle.check_manifest(manifest, resources):
        sys.exit("\n".join(wrong))
    manifest["compatibility"]["platforms"] = [platform]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        add(archive, "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n")
        for locale in resources:
            add(archive, f"mcpb-resources/{locale}.json", (bundle.MCPB / "mcpb-resources" / f"{locale}.json").read_bytes())
        add(archive, manifest["server"]["entry_point"], program.read_bytes(), 0o755)
    check(target, runs=platform == here)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    print(json.dumps({
        "registryType": "mcpb", "identifier": f"https://github.com/{swift.owner()}/ticket-mcp/releases/download/v{swift.version()}/{target.name}",
        "fileSha256": digest, "transport": {"type": "stdio"}}, indent=2))


def add(archive, name, content, mode=0o644):
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    archive.writestr(entry, content)


def check(target, runs):
    """Unpacks the bundle as a client does, and starts what the manifest says."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
        manifest = json.loads(Path(folder, "manifest.json").read_text())
        command = manifest["server"]["mcp_config"]["command"].replace("${__dirname}", folder)
        os.chmod(command, 0o755)
        if not runs:
            return
        said = {"api_base_url": "https://desk.example/api", "api_key": "0123456789abcdef"}
        values = {key: said.get(key, field.get("default")) for key, field in manifest["user_config"].items()}
        environment = {
            name: filled(text, values) for name, text in manifest["server"]["mcp_config"]["env"].items()
        }
        messages = [
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
                "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "build-mcpb", "version": "1"}}},
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
        ]
        ended = subprocess.run(
            [command, *manifest["server"]["mcp_config"]["args"]], input="".join(json.dumps(message) + "\n" for message in messages),
            env={**os.environ, **environment}, cwd=folder, capture_output=True, text=True, timeout=30)
        answers = {answer.get("id"): answer for answer in map(json.loads, ended.stdout.splitlines())}
        if ended.returncode or 1 not in answers or 2 not in answers or "unknown variable" in ended.stderr:
            sys.exit(f"build-mcpb: the bundled program does not serve:\n{ended.stderr}")
        found = {tool["name"] for tool in answers[2]["result"]["tools"]}
        if wrong := bundle.same("tools/list", found, {tool["name"] for tool in manifest["tools"]}):
            sys.exit("\n".join(wrong))


def filled(text, values):
    for key, value in values.items():
        text = text.replace("${user_config." + key + "}", str(value).lower() if isinstance(value, bool) else str(value))
    return text


main()
