"""Writes the tables of docs/configuration.md and of its translation from the declarations in Sources/TicketServer/Settings/Reference.

    configuration.py            writes them
    configuration.py --check    says which file is out of date, with status 1

What stands around the tables is written by hand. A table stands behind its mark, `<!-- settings: NAME -->`, and ends with its last row.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "Sources/TicketServer/Settings/Reference"
FILES = {"en": ROOT / "docs/configuration.md", "ja": ROOT / "docs/ja/configuration.md"}
TABLE = re.compile(r"static let (\w+): \[Setting\] = \[\n(.*?)\n    \]", re.S)
TEXT = r'(?:"""\n(.*?)\n *"""|"((?:[^"\\]|\\.)*)")'
SETTING = re.compile(
    rf'Setting\(\s*(?:"([A-Z_0-9]+)"|nil)(?:, at: {TEXT})?(?:,\s*option: {TEXT})?'
    rf',\s*en: Words\(\s*{TEXT}(?:,\s*or: {TEXT})?\),\s*ja: Words\(\s*{TEXT}(?:,\s*or: {TEXT})?\)\)', re.S)
MARK = re.compile(r"(<!-- settings: (\w+) -->\n\n(\|[^\n]*\n)\|[-|]*\n)((?:\|[^\n]*\n)*)")


def plain(block, line):
    """The value of a literal of Swift."""
    if block is None and line is None:
        return ""
    if block is not None:
        return "".join(part.lstrip(" ") for part in block.split("\\\n")).replace("\\\\", "\\")
    return line.replace('\\"', '"').replace("\\\\", "\\")


def declared():
    """The settings of each table: cells in both languages."""
    tables = {}
    for path in sorted(FOLDER.glob("*.swift")):
        for name, body in TABLE.findall(path.read_text()):
            rows = [match.groups() for match in SETTING.finditer(body)]
            if len(rows) != len(re.findall(r"\bSetting\(", body)):
                sys.exit(f"configuration: {path.name}: a declaration of {name} is in no form that is read here")
            tables[name] = [
                {"variable": row[0] or "", "at": plain(*row[1:3]), "option": plain(*row[3:5]),
                 "en": (plain(*row[5:7]), plain(*row[7:9])), "ja": (plain(*row[9:11]), plain(*row[11:13]))} for row in rows]
    return tables


def row(setting, language, columns):
    what, default = setting[language]
    first = f"`{setting['variable']}`" if setting["variable"] else setting["at"]
    option = setting["option"] if language == "en" else setting["option"].replace(", ", "、")
    cells = {1: [first], 3: [first, what, default], 4: [first, option, what, default]}[columns]
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells) + "\n"


def written(text, language, tables):
    def fresh(match):
        head, name, titles, _ = match.groups()
        return head + "".join(row(setting, language, titles.count("|") - 1) for setting in tables[name])

    marks = [name for _, name, _, _ in MARK.findall(text)]
    if sorted(marks) != sorted(tables):
        sys.exit(f"configuration: {FILES[language].name} has the tables {sorted(marks)}, and declared are {sorted(tables)}")
    return MARK.sub(fresh, text)


def stale():
    """The files that are not what the declarations say."""
    tables = declared()
    return {path: text for language, path in FILES.items() if (text := written(path.read_text(), language, tables)) != path.read_text()}


def main():
    for path, text in stale().items():
        if "--check" in sys.argv[1:]:
            print(f"{path.relative_to(ROOT)}: is not what the code says; run make configuration")
        else:
            path.write_text(text)
    return 1 if "--check" in sys.argv[1:] and stale() else 0


if __name__ == "__main__":
    sys.exit(main())
