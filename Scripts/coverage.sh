#!/bin/sh
# Runs all tests with coverage, in a scratch folder of its own, and reports the lines of Sources that ran, for each target. Fails below the
# floor: coverage.sh [PERCENT], 85 unless said. What `--skip-run` finds is the report of the last run. Tests that end a process of their own
# stay out, as in `make test`: such a process leaves no counts.
set -eu
cd "$(dirname "$0")/.."

scratch=${SCRATCH_PATH:-.build-coverage}
floor=85
run=yes
for argument in "$@"; do
    case $argument in
        --skip-run) run="" ;;
        [0-9] | [0-9][0-9] | 100) floor=$argument ;;
        *) echo "coverage: what is $argument?" >&2 && exit 1 ;;
    esac
done
if [ -n "$run" ]; then
    swift build --build-tests --enable-code-coverage --scratch-path "$scratch"
    .venv/bin/python Scripts/run-tests.py "${TIME_LIMIT:-1800}" swift test --skip-build --enable-code-coverage --scratch-path "$scratch" \
        --experimental-maximum-parallelization-width 4 --skip 'Traps?\(\)'
fi
report=$(swift test --enable-code-coverage --scratch-path "$scratch" --show-codecov-path)
[ -f "$report" ] || { echo "coverage: there is no report of a run" >&2 && exit 1; }
python3 -B Scripts/coverage.py "$report" "$floor"
