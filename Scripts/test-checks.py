"""Spoils a copy of this package in one place after another, and looks whether the checks notice: a check that cannot fail checks nothing.

    test-checks.py
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = [
    "Sources", "Scripts", "docs", "deploy", "gcp-deploy", "mcpb", ".github", "Examples", "Dockerfile", ".dockerignore", "Makefile", "Package.swift",
    "README.md", "README.ja.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "server.json", "Tests", "Benchmarks", "LICENSE",
    "NOTICE", "compose.yml",
]
# File, what stands there, what is put in its place.
DOCUMENTS = [
    ("docs/configuration.md", "| `MCP_READ_ONLY` |", "| `MCP_READONLY` |"),
    ("docs/ja/configuration.md", "`--tls-key`", "`--tls-keys`"),
    ("docs/configuration.md", "`reports` | all but", "`report` | all but"),
    ("docs/configuration.md", "| `MCP_TRANSPORT_TYPE` |", "| `MCP_LOG_LEVEL` |"),
    ("README.md", "(docs/threat-model.md)", "(docs/threats.md)"),
    ("README.ja.md", "#serve-your-own-tools", "#serve-tools"),
    ("README.md", "make demo   #", "make demos   #"),
    ("README.md", "`get_users`, `get_accounts`", "`get_users`"),
    ("README.md", "ticket-mcp-sse --host 0.0.0.0", "ticket-mcp-sse --hosts 0.0.0.0"),
    ("docs/deployment.md", "```sh elsewhere\ndocker", "```sh\ndocker"),
    ("docs/development.md", "sh Scripts/soundness.sh", "sh Scripts/sound.sh"),
    ("docs/operations.md", "The key is not valid", "The key is invalid"),
    ("docs/operations.md", "| `redis is away` |", "| `redis is gone` |"),
    ("docs/operations.md", "; `make test-cluster`)", "; `make test-clusters`)"),
    ("docs/observability.md", "`--metrics-port 9464` serves", "`ticket-mcp-sse --metric-port 9464` serves"),
    ("docs/capacity.md", "```sh\nmake measure", "```\nmake measure"),
    ("docs/capacity.md", "```sh\nmake measure", "```console\nmake measure"),
    ("docs/console.md", "```sh\nticket-mcp-sse --demo", "```text\nticket-mcp-sse --demo"),
    ("CONTRIBUTING.md", ".venv/bin/python Scripts/check-docs.py", ".venv/bin/python Scripts/check-doc.py"),
    ("Sources/MCPCore/Tool/Tool.swift", 'static let name = "shout"', 'static let name = "cry"'),
    ("Sources/MCPRedis/MCPRedis.docc/MCPRedis.md", "```swift", "```"),
    ("Package.swift", '.library(name: "TicketTools"', '.library(name: "TicketTool"'),
    ("docs/operations.md", "MCP_MCP_API_KEY is too short: 16 characters", "MCP_MCP_API_KEY is too short: 12 characters"),
    ("docs/ja/deployment.md", "## Kubernetes", "### Kubernetes"),
    ("docs/ja/capacity.md", "| 11 µs | |", "| 11 µs |"),
    ("docs/ja/operations.md", "(capacity.md)", "(../capacity.md)"),
    ("docs/ja/operations.md", "ticket-mcp-sse keys list\n```", "ticket-mcp-sse keys lists\n```"),
    ("Dockerfile", "COPY Sources Sources", "COPY Source Sources"),
    ("Dockerfile", "--product ticket-api ", "--product ticket-apis "),
    ("Dockerfile", "io.github.example/ticket-mcp", "io.github.other/ticket-mcp"),
    (".dockerignore", "!Examples\n", ""),
    ("gcp-deploy/cloud-run-service.yaml", "timeoutSeconds: 900", "timeoutSeconds: 850"),
    ("gcp-deploy/cloud-run-service.yaml", "name: MCP_RATE_LIMIT", "name: MCP_RATE"),
    ("gcp-deploy/cloud-run-service.yaml", "path: /ready", "path: /readyz"),
    ("gcp-deploy/secrets.tsv", "db-password\tPG", "database-password\tPG"),
    ("deploy/kubernetes/deployment.yaml", 'MCP_RATE_LIMIT, value: "50"', 'MCP_RATE_LIMIT, value: "60"'),
    ("deploy/kubernetes/deployment.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"),
    ("mcpb/manifest.json", "${user_config.read_only}", "${user_config.readonly}"),
    ("mcpb/manifest.json", '"sensitive": true,', ""),
    ("mcpb/manifest.json", '"version": "0.1.0"', '"version": "0.0.9"'),
    ("mcpb/mcpb-resources/ja-JP.json", '"get_users"', '"get_user"'),
    ("server.json", "ghcr.io/example", "ghcr.io/other"),
    ("README.md", '"Says it louder."', '"Says it loud."'),
    ("Sources/MCPCore/MCPCore.docc/ServeYourOwnTools.md", "guard try await", "guard await"),
    ("Sources/TicketServer/TicketProgram.swift", "io.github.example/", "io.github.other/"),
    ("server.json", '"name": "MCP_API_KEY"', '"name": "MCP_APIKEY"'),
    ("server.json", '"value": "ticket-mcp-stdio"', '"value": "ticket-mcp"'),
    ("Sources/MCPSSE/ServerSettings.swift", 'reader.secret("MCP_MCP_API_KEY")', 'reader.secret("MCP_NEW_KEY")'),
    ("Sources/MCPSSE/ServerOptions.swift", "var allowHost:", "var allowName:"),
    ("Sources/TicketServer/Settings/Reference/Setting+Programs.swift", '"MCP_READ_ONLY"', '"MCP_READONLY"'),
    ("Sources/TicketServer/Settings/Reference/Setting+Programs.swift", "only tools that read", "only tools that write"),
    ("Sources/TicketServer/Settings/SettingsReader.swift", "are both set; keep one", "are both set"),
]
CLUSTER = [
    ("compose.yml", "mcp-2:8080 max_fails", "mcp-3:8080 max_fails"),
    ("compose.yml", "${MCP_STATE_KEY:?set MCP_STATE_KEY}", "${MCP_STATE_KEY:-secret}"),
    ("compose.yml", "PGPASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}", "PGPASSWORD: tickets"),
    ("compose.yml", "    MCP_API_BASE_URL:", "    MCP_API_BASE:"),
    ("compose.yml", "target: server", "target: servers"),
    ("compose.yml", "./deploy/cluster/nginx.conf", "./deploy/nginx.conf"),
    ("deploy/cluster/nginx.conf", "proxy_buffering off;", "proxy_buffering on;"),
    ("deploy/cluster/nginx.conf", "proxy_next_upstream error timeout;", "proxy_next_upstream error timeout non_idempotent;"),
    ("deploy/cluster/nginx.conf", "keepalive 64;", "keepalive 64; ip_hash;"),
]
# Lines that sources must not hold, and some that they may.
UNSOUND = [
    "let a = try! b()", "let a = b as! C", "fatalError()", "print(1)", "let a = try? b()", "import Logging",
    "final class A: @unchecked Sendable {}",
]
SOUND = [
    "// Nobody is there to be told.\nlet a = try? b()", 'let a = "try! it"', "internal import Logging", "Console.print(1)",
    "var blueprint = Blueprint()",
]


def run(folder, *command):
    return subprocess.run([sys.executable, "-B", *command], cwd=folder, capture_output=True, text=True)


def main():
    missed = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns(".build", "__pycache__"))
            else:
                shutil.copy(source, folder / part)
        whole = run(folder, "Scripts/check-docs.py")
        cluster = run(folder, "Scripts/compose.py")
        if whole.returncode or cluster.returncode:
            sys.exit(whole.stdout + whole.stderr + cluster.stdout + cluster.stderr)
        # Another owner is named everywhere at once, or nowhere.
        for owner in ("somebody-else", "example"):
            named = subprocess.run(["sh", "Scripts/set-owner.sh", owner], cwd=folder, capture_output=True, text=True)
            agrees = run(folder, "Scripts/check-docs.py")
            if named.returncode or agrees.returncode or f"io.github.{owner}/" not in (folder / "server.json").read_text():
                missed.append(f"set-owner.sh {owner}\n{named.stderr}{agrees.stdout}")
        for script, file, old, new in [("check-docs", *one) for one in DOCUMENTS] + [("compose", *one) for one in CLUSTER]:
            path = folder / file
            text = path.read_text()
            if old not in text:
                missed.append(f"{file}: \"{old}\" is not there to be spoiled")
                continue
            path.write_text(text.replace(old, new, 1))
            spoiled = run(folder, f"Scripts/{script}.py")
            path.write_text(text)
            if spoiled.returncode != 1 or spoiled.stderr:
                missed.append(f"{file}: \"{new}\" instead of \"{old}\"\n{spoiled.stderr}")
        for line, expected in [(line, 1) for line in UNSOUND] + [(line, 0) for line in SOUND]:
            place = folder / "sound"
            place.mkdir(exist_ok=True)
            (place / "A.swift").write_text(line + "\n")
            if run(folder, "Scripts/soundness.py", "sound").returncode != expected:
                missed.append(f"soundness: {line}")
    print("\n".join(missed) or f"test-checks: all {len(DOCUMENTS) + len(CLUSTER) + len(UNSOUND) + len(SOUND)} are judged rightly")
    return 1 if missed else 0


sys.exit(main())
