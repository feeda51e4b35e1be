#!/bin/sh
# Runs tests under ThreadSanitizer, in a scratch folder of its own: thread-sanitizer.sh [FILTER]. Without a filter those of what has threads,
# locks or C of its own. Fails for a race, and where ThreadSanitizer would not find one.
set -eu
cd "$(dirname "$0")/.."

filter=${1:-MCPCoreTests|StdioTests|MCPTransportHTTPTests|MCPHTTPServerTests|HTTPFetchTests|MCPRedisTests}
scratch=${SCRATCH_PATH:-.build-thread-sanitizer}
mkdir -p "$scratch"
clang=$(dirname "$(command -v swift)")/clang
[ -x "$clang" ] || clang=clang
"$clang" -O2 -shared -fPIC -o "$scratch/mutex.so" Scripts/thread-sanitizer.c -ldl

# One race, and much that is none.
cat >"$scratch/race.swift" <<'SWIFT'
import Dispatch
import Synchronization

final class Box: @unchecked Sendable {
    let guarded = Mutex(0)
    var bare = 0
}

let box = Box()
DispatchQueue.concurrentPerform(iterations: 64) { _ in
    for _ in 0..<2_000 {
        box.guarded.withLock { $0 += 1 }
        if CommandLine.argc > 1 { box.bare += 1 }
    }
}
SWIFT
swiftc -sanitize=thread -o "$scratch/race" "$scratch/race.swift"
watched() { LD_PRELOAD="$PWD/$scratch/mutex.so" "$@"; }
watched "$scratch/race" || { echo "thread-sanitizer: a mutex counts as a race" >&2 && exit 1; }
if watched "$scratch/race" bare 2>/dev/null; then echo "thread-sanitizer: a race is not found" >&2 && exit 1; fi

swift build --build-tests --sanitize=thread --scratch-path "$scratch"
tests=$(swift build --sanitize=thread --scratch-path "$scratch" --show-bin-path)/ticket-mcpPackageTests.xctest
watched "$tests" --testing-library swift-testing --experimental-maximum-parallelization-width 4 --filter "$filter" --skip 'Traps?\(\)'
