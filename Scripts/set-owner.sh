#!/bin/sh
# Puts the name of who publishes this package wherever it stands: set-owner.sh OWNER, a GitHub user or organisation. Until then it is
# `example`. The place that all others follow is TicketProgram.registryName; check-docs.py says where they differ.
set -eu
cd "$(dirname "$0")/.."

owner=${1:-}
case $owner in
    "" | *[!a-zA-Z0-9-]* | -* | *-)
        echo "set-owner: say the name of a GitHub user or organisation" >&2
        exit 1
        ;;
esac
old=$(sed -n 's|.*registryName = "io\.github\.\([^/]*\)/ticket-mcp".*|\1|p' Sources/TicketServer/TicketProgram.swift)
[ -n "$old" ] || { echo "set-owner: TicketProgram.swift has no registryName" >&2; exit 1; }
for file in Sources/TicketServer/TicketProgram.swift server.json Dockerfile Scripts/test-checks.py .github/ISSUE_TEMPLATE/config.yml; do
    [ -f "$file" ] || continue
    sed "s|io\.github\.$old/ticket-mcp|io.github.$owner/ticket-mcp|g; s|ghcr\.io/$old/ticket-mcp|ghcr.io/$owner/ticket-mcp|g; s|github\.com/$old/ticket-mcp|github.com/$owner/ticket-mcp|g" \
        "$file" >"$file.new"
    # The mode of the file stays as it is.
    cat "$file.new" >"$file"
    rm "$file.new"
done
echo "$old -> $owner"
