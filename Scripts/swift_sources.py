"""What the Swift sources say of settings: variables, options, refusals, tools. Read as text; nothing is built."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "Sources"

VARIABLE = re.compile(r'"((?:MCP_|TICKET_API_|OTEL_)[A-Z][A-Z0-9_]*|PORT|SHARED_SECRET|GOOGLE_CLOUD_PROJECT)"')
REFERENCE = "TicketServer/Settings/Reference"
DECLARED = re.compile(r'Setting\(\s*"([A-Z][A-Z0-9_]*)"')
PROPERTY = re.compile(r"@(Option|Flag|Argument)\b(.*?)\n?\s*var (\w+)", re.S)
STRUCT = re.compile(r"(?:struct|extension) (\w+)")
LITERAL = re.compile(r'"((?:[^"\\]|\\[^(]|\\\((?:[^()"]|"[^"]*"|\((?:[^()]|\([^()]*\))*\))*\))*)"')


def swift_files(*folders):
    for folder in folders or ("",):
        yield from sorted((SOURCES / folder).rglob("*.swift"))


def code(path):
    """Without comments of whole lines: they name variables as examples."""
    return "\n".join(line for line in path.read_text().splitlines() if not line.lstrip().startswith("//"))


def known_variables():
    """Those that are no slip of the pen in an environment."""
    declared = {name for path in swift_files(REFERENCE) for name in DECLARED.findall(code(path))}
    return {name for name in declared if name.startswith("MCP_")}


def read_variables():
    """Those that some program reads."""
    return {
        name for path in swift_files() if SOURCES / REFERENCE not in path.parents for name in VARIABLE.findall(code(path))
    }


def options(*folders):
    """Options and flags, as `--name`; of the folders given, or of the programs of this package."""
    found = set()
    for path in swift_files(*(folders or ("TicketServer", "MCPStdio", "MCPSSE", "TicketTenants", "TicketAPICommand"))):
        for kind, attributes, name in PROPERTY.findall(code(path)):
            if kind == "Argument":
                continue
            custom = re.search(r'\.customLong\("([a-z0-9-]+)"\)', attributes)
            found.add("--" + (custom.group(1) if custom else kebab(name)))
    return found


def kebab(name):
    """As the argument parser makes names: `publicURL` is `public-url`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name).lower()


def refusals():
    """Texts of settings that are refused, with … for what is put in; by file."""
    found = {}
    for path in swift_files("TicketServer", "MCPSSE", "TicketTenants"):
        text = code(path)
        for match in re.finditer(r"SettingError\(\s*", text):
            parts, position = [], match.end()
            while literal := re.compile(r'\s*(?:\+\s*)?' + LITERAL.pattern).match(text, position):
                parts.append(literal.group(1))
                position = literal.end()
            if parts:
                found.setdefault(plain("".join(parts)), path.relative_to(ROOT))
    return found


def complaints():
    """Texts of what is logged as a warning or worse, with … for what is put in."""
    said = re.compile(r"(?:\.(?:warning|error|critical)|\bwarn)\(\s*" + LITERAL.pattern)
    found = {plain(match.group(1)) for path in swift_files() for match in said.finditer(code(path))}
    # What another line says.
    return {text for text in found if re.search(r"[a-z]{3}", text)}


def plain(text):
    return re.sub(r"\s+", " ", re.sub(r"\\\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", "…", text).replace('\\"', '"')).strip()


def all_literals():
    """Every text of the sources, with … for what is put in."""
    return {plain(text) for path in swift_files() if SOURCES / REFERENCE not in path.parents for text in LITERAL.findall(code(path)) if len(text) > 3}


def tool_box():
    return code(SOURCES / "TicketTools/TicketToolBox.swift")


def tools(is_default=True):
    """Names of the ticket tools of every conversation; or of all that there are."""
    box = tool_box()
    made = re.search(r"ToolBox\(\s*\[(.*?)\]", box, re.S).group(1) if is_default else box
    found = set()
    for path in swift_files("TicketTools"):
        text = code(path)
        for match in re.finditer(r'static let name = "([a-z_]+)"', text):
            kinds = re.findall(r"^(?:\w+ )*(?:struct|enum|class|extension) (\w+)", text[: match.start()], re.M)
            if kinds and re.search(rf"\b{kinds[-1]}\(", made):
                found.add(match.group(1))
    return found


def toolsets():
    names = re.search(r"static let toolsets[^\n]*\[\n(.*?)\n    \]", tool_box(), re.S).group(1)
    found = set()
    for key in re.findall(r"^\s*(\"\w+\"|\w+):", names, re.M):
        constant = re.search(rf'static let {key} = "(\w+)"', tool_box()) if not key.startswith('"') else None
        found.add(constant.group(1) if constant else key.strip('"'))
    return found


def version():
    return re.search(r'static let version = "([^"]+)"', (SOURCES / "TicketServer/TicketProgram.swift").read_text()).group(1)


def registry_name():
    return re.search(r'static let registryName = "([^"]+)"', (SOURCES / "TicketServer/TicketProgram.swift").read_text()).group(1)


def owner():
    """Who publishes this package; `example` until Scripts/set-owner.sh is told."""
    return registry_name().split("/")[0].removeprefix("io.github.")


def libraries():
    return set(re.findall(r'\.library\(name: "([^"]+)"', (ROOT / "Package.swift").read_text()))


def products():
    return set(re.findall(r'\.executable\(name: "([^"]+)"', (ROOT / "Package.swift").read_text()))
