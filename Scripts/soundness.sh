#!/bin/sh
# What the sources of this package keep to, beside what the compiler sees: `soundness.sh`. Lists every violation, and fails if there is one.
set -u
cd "$(dirname "$0")/.." || exit 1
python3 -B Scripts/soundness.py Sources || failed=1
if command -v swift >/dev/null; then
    swift format lint -s -p -r Package.swift Sources Tests Benchmarks Examples || failed=1
fi
exit "${failed:-0}"
