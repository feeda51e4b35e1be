#!/bin/sh
# Makes the documentation of all library products with the toolchain's own docc, into .build-documentation: documentation.sh [MODULE...]
# Every warning fails it. No plugin is needed: it would be a dependency of all who depend on this package.
set -eu
cd "$(dirname "$0")/.."

if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046 # names have no blanks
    set -- $(sed -n 's/.*\.library(name: "\([A-Za-z0-9]*\)".*/\1/p' Package.swift)
fi
out=${OUTPUT_PATH:-.build-documentation}
if [ -z "${SYMBOL_GRAPHS:-}" ]; then
    swift package dump-symbol-graph --minimum-access-level public --skip-inherited-docs
    SYMBOL_GRAPHS=$(dirname "$(swift build --show-bin-path)")/symbolgraph
fi
docc=$(command -v docc || xcrun --find docc)
mkdir -p "$out/graphs"
for module in "$@"; do
    rm -rf "$out/graphs/$module" "$out/$module.doccarchive"
    mkdir "$out/graphs/$module"
    cp "$SYMBOL_GRAPHS/$module.symbols.json" "$out/graphs/$module/"
    for extension in "$SYMBOL_GRAPHS/$module@"*.symbols.json; do
        if [ -f "$extension" ]; then cp "$extension" "$out/graphs/$module/"; fi
    done
    # A parameter is documented where its name does not say it all.
    "$docc" convert "Sources/$module/$module.docc" --additional-symbol-graph-dir "$out/graphs/$module" \
        --fallback-display-name "$module" --fallback-bundle-identifier "$module" --disable-parameters-and-returns-validation \
        --warnings-as-errors --output-path "$out/$module.doccarchive"
    echo "$out/$module.doccarchive"
done
