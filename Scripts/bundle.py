"""What holds of the .mcpb manifest and of server.json, beside their own formats: everything they name is what the program accepts."""

import json
import re

import swift_sources as swift

MCPB = swift.ROOT / "mcpb"
FIELDS = {
    "manifest_version", "name", "display_name", "version", "description", "long_description", "author", "repository", "homepage",
    "documentation", "support", "icon", "icons", "screenshots", "localization", "server", "tools", "tools_generated", "prompts",
    "prompts_generated", "keywords", "license", "privacy_policies", "compatibility", "user_config", "_meta",
}
TYPES = {"string": str, "number": (int, float), "boolean": bool, "directory": str, "file": str}
REFERENCE = re.compile(r"\$\{([^}]*)\}")


def check_manifest(manifest, resources):
    """- `resources`: by locale. Returns what is wrong."""
    wrong = [f"manifest: {field} is missing" for field in ("name", "version", "description", "author", "server") if field not in manifest]
    wrong += [f"manifest: {field} is not known" for field in sorted(set(manifest) - FIELDS)]
    if wrong:
        return wrong
    if manifest.get("manifest_version") != "0.3":
        wrong.append("manifest: manifest_version is not 0.3")
    if manifest["version"] != swift.version():
        wrong.append(f"manifest: version is not {swift.version()}, which the program says")
    server, asked = manifest["server"], manifest.get("user_config", {})
    if server["type"] != "binary" or server["entry_point"] != "server/ticket-mcp-stdio":
        wrong.append("manifest: server is not the binary server/ticket-mcp-stdio")
    if server["mcp_config"]["command"] != "${__dirname}/" + server["entry_point"]:
        wrong.append("manifest: command is not the entry point")
    options = swift.options("TicketServer", "MCPStdio")
    wrong += [f"manifest: the program has no {word}" for word in server["mcp_config"].get("args", []) if word.split("=")[0] not in options]
    readable = swift.known_variables() & swift.read_variables()
    used = set()
    for name, value in server["mcp_config"].get("env", {}).items():
        if name not in readable:
            wrong.append(f"manifest: no program reads {name}")
        for reference in REFERENCE.findall(value):
            if not reference.startswith("user_config.") or reference[12:] not in asked:
                wrong.append(f"manifest: {name} refers to {reference}, which nobody is asked for")
            used.add(reference[12:])
    wrong += [f"manifest: user_config.{key} is used nowhere" for key in sorted(set(asked) - used)]
    for key, field in asked.items():
        wrong += [f"manifest: user_config.{key}.{part} is missing" for part in ("type", "title", "description") if part not in field]
        # What is neither asked for nor has a value arrives as the text ${user_config.…}, which the program refuses.
        if not field.get("required") and "default" not in field:
            wrong.append(f"manifest: user_config.{key} is neither required nor has a default")
        if "default" in field and not isinstance(field["default"], TYPES[field["type"]]):
            wrong.append(f"manifest: the default of user_config.{key} is no {field['type']}")
        if re.search("key|secret|password|token", key) and not field.get("sensitive"):
            wrong.append(f"manifest: user_config.{key} is not sensitive")
    wrong += same("manifest: tools", {tool["name"] for tool in manifest.get("tools", [])}, swift.tools())
    if "ja-JP" not in resources:
        wrong.append("manifest: there is no Japanese")
    for locale, texts in resources.items():
        wrong += same(f"{locale}: tools", {tool["name"] for tool in texts.get("tools", [])}, swift.tools())
        wrong += same(f"{locale}: user_config", set(texts.get("user_config", {})), set(asked))
        wrong += [f"{locale}: {field} is no field of the manifest" for field in texts if field not in manifest]
    return wrong


def same(what, found, expected):
    return [f"{what}: {name} is missing" for name in sorted(expected - found)] + [
        f"{what}: there is no {name}" for name in sorted(found - expected)
    ]


def read_manifest():
    resources = {path.stem: json.loads(path.read_text()) for path in sorted((MCPB / "mcpb-resources").glob("*.json"))}
    return json.loads((MCPB / "manifest.json").read_text()), resources


def check_server_json(server):
    wrong = []
    if not re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", server.get("name", "")):
        wrong.append("server.json: name is not like io.github.owner/name")
    if server.get("name") != swift.registry_name():
        wrong.append(f"server.json: name is not {swift.registry_name()}, as the server's card says")
    if not 1 <= len(server.get("description", "")) <= 100:
        wrong.append("server.json: description has not 1 to 100 characters")
    if server.get("version") != swift.version():
        wrong.append(f"server.json: version is not {swift.version()}")
    if f'io.modelcontextprotocol.server.name="{server["name"]}"' not in (swift.ROOT / "Dockerfile").read_text():
        wrong.append("server.json: the label of the Dockerfile has another name")
    readable = swift.known_variables() & swift.read_variables()
    for package in server.get("packages", []):
        if package["registryType"] == "oci" and not package["identifier"].startswith(f"ghcr.io/{swift.owner()}/"):
            wrong.append(f"server.json: {package['identifier']} is not of {swift.owner()}")
        if package["registryType"] == "oci" and not package["identifier"].endswith(":" + swift.version()):
            wrong.append(f"server.json: {package['identifier']} is another version")
        if package["registryType"] == "mcpb" and not re.fullmatch("[a-f0-9]{64}", package.get("fileSha256", "")):
            wrong.append("server.json: an mcpb package needs fileSha256")
        if package["transport"]["type"] not in ("stdio", "streamable-http", "sse"):
            wrong.append("server.json: the transport is unknown")
        for variable in package.get("environmentVariables", []):
            if variable["name"] not in readable:
                wrong.append(f"server.json: no program reads {variable['name']}")
            if re.search("KEY|SECRET", variable["name"]) and not variable.get("isSecret"):
                wrong.append(f"server.json: {variable['name']} is not secret")
        for argument in package.get("packageArguments", []):
            text = argument.get("value") or argument.get("name", "")
            if argument["type"] == "positional" and text not in swift.products():
                wrong.append(f"server.json: there is no program {text}")
            if argument["type"] == "named" and text not in swift.options("TicketServer", "MCPStdio", "MCPSSE"):
                wrong.append(f"server.json: there is no option {text}")
    return wrong
