#!/bin/sh
# Builds and tests every package in Examples. They use this package's scratch folder and versions, so that SwiftNIO and all else that they
# share is not built anew.
set -eu
cd "$(dirname "$0")/.."

for manifest in Examples/*/Package.swift; do
    example=$(dirname "$manifest")
    echo "$example"
    if [ -f Package.resolved ]; then cp Package.resolved "$example"; fi
    if [ -d "$example/Tests" ]; then action='test'; else action='build'; fi
    swift "$action" --package-path "$example" --scratch-path "${SCRATCH_PATH:-.build}" "$@"
done
