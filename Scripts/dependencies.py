"""What this package is built from and what it needs to run: packages of Swift, by Package.resolved and their checked-out sources, and
packages of Debian, by the Dockerfile."""

import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Which licence a text is, by words that no other has. The first that fits.
LICENCES = [
    ("Apache-2.0", "Apache License"),
    ("MIT", "Permission is hereby granted, free of charge"),
    ("BSD-3-Clause", "Neither the name of"),
]
# Licences of Debian's packages, whose copyright files are for people. Those of libraries alone count: programs of the packages are not run.
DEBIAN = {
    "ca-certificates": "MPL-2.0", "libcurl4": "curl", "libstdc++6": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "libgcc-s1": "GPL-3.0-or-later WITH GCC-exception-3.1", "libsqlite3-0": "blessing", "libpq5": "PostgreSQL",
    "libhiredis0.14": "BSD-3-Clause",
}


def swift_packages(checkouts):
    """Every pin with its licence; `None` for a licence that is not known.

    - `checkouts`: the folder with the sources, `.build/checkouts`.
    """
    pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
    for pin in sorted(pins, key=lambda pin: pin["identity"]):
        location = pin["location"].removesuffix(".git")
        folder = Path(checkouts) / location.rsplit("/", 1)[-1]
        yield {
            "name": location.rsplit("/", 1)[-1], "version": pin["state"].get("version") or pin["state"]["revision"],
            "revision": pin["state"]["revision"], "url": location, "licence": licence(folder), "notice": notice(folder),
        }


def licence(folder):
    for path in sorted(folder.glob("LICEN[SC]E*")):
        text = path.read_text()
        return next((name for name, words in LICENCES if words in text), None)
    return None


def notice(folder):
    """What an Apache licence, section 4 (d), wants passed on."""
    return "\n".join(path.read_text().strip() for path in sorted(folder.glob("NOTICE*"))) or None


def debian_packages():
    """What the last stages of the Dockerfile install, with the version that is installed here, if it is."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    suite = re.search(r"RUNTIME_IMAGE=debian:(\w+)-", text).group(1)
    names = {name for line in re.findall(r"apt-get install -y --no-install-recommends ([^&]*)&&", text) for name in line.split()}
    for name in sorted(names):
        yield {"name": name, "version": debian_version(name), "suite": suite, "licence": DEBIAN.get(name)}


def debian_version(name):
    try:
        asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", name], capture_output=True, text=True)
    except FileNotFoundError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 and asked.stdout.strip() else None
