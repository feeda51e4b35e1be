"""Writes what the programs are made of.

    make-sbom.py sbom [CHECKOUTS]     a bill of materials as CycloneDX 1.6, on standard output
    make-sbom.py notice [CHECKOUTS]   the text of NOTICE, on standard output

CHECKOUTS is .build/checkouts unless said: `swift package resolve` fills it. The same packages give the same bytes.
"""

import json
import sys
import uuid
from pathlib import Path

import dependencies
import swift_sources as swift

NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # of addresses (RFC 9562)


def sbom(swift_packages, debian_packages):
    root = f"pkg:swift/github.com/{swift.owner()}/ticket-mcp@{swift.version()}"
    components = [
        {
            "type": "library", "bom-ref": reference, "name": package["name"], "version": package["version"], "purl": reference,
            "licenses": [{"license": {"id": package["licence"]}}],
            "externalReferences": [{"type": "vcs", "url": package["url"]}],
            "properties": [{"name": "git:revision", "value": package["revision"]}],
        }
        for package in swift_packages
        for reference in [f"pkg:swift/{package['url'].removeprefix('https://')}@{package['version']}"]
    ]
    for package in debian_packages:
        version = f"@{package['version'].replace('+', '%2B').replace(':', '%3A')}" if package["version"] else ""
        reference = f"pkg:deb/debian/{package['name'].replace('+', '%2B')}{version}?distro={package['suite']}"
        component = {"type": "library", "bom-ref": reference, "name": package["name"], "purl": reference}
        if package["version"]:
            component["version"] = package["version"]
        components.append(component | {"licenses": [{"expression": package["licence"]}], "scope": "required"})
    body = {
        "metadata": {"component": {
            "type": "application", "bom-ref": root, "name": "ticket-mcp", "version": swift.version(), "purl": root,
            "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": [component["bom-ref"] for component in components]}],
    }
    serial = uuid.uuid5(NAMESPACE, json.dumps(body, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1, **body}


def notice(packages):
    lines = [
        "ticket-mcp", "", "The programs of this package hold code of these packages. Made by `Scripts/make-sbom.py notice`; their licences lie",
        "with their sources.", "",
    ]
    lines += [f"- {package['name']}, {package['licence']}, {package['url']}" for package in packages]
    for package in packages:
        if package["notice"]:
            lines += ["", "", f"==== {package['name']} ====", "", package["notice"]]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n"


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in ("sbom", "notice"):
        sys.exit(__doc__)
    checkouts = Path(sys.argv[2] if len(sys.argv) == 3 else dependencies.ROOT / ".build/checkouts")
    packages, debian = list(dependencies.swift_packages(checkouts)), list(dependencies.debian_packages())
    if unknown := [package["name"] for package in packages + debian if not package["licence"]]:
        sys.exit(f"make-sbom: no licence is known of {', '.join(unknown)}; are they checked out?")
    print(json.dumps(sbom(packages, debian), indent=2) if sys.argv[1] == "sbom" else notice(packages), end="")


main()
