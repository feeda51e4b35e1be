#!/bin/sh
# Replays the last stages of the Dockerfile in a bare Debian root, down to served requests:
#
#     test-image.sh FOLDER    # where ticket-mcp-sse, ticket-mcp-stdio and ticket-api lie, built with --static-swift-stdlib
#
# Needs root, and debootstrap, which it installs on Debian. What is installed, copied and started is read out of the Dockerfile; the stages
# that compile are left out, since they take what was built. Fails where a program needs a library that the Dockerfile does not install,
# where a process is root or writes where an image is read-only, where the health check does not follow the server, and where SIGTERM does
# not end it.
set -eu
cd "$(dirname "$0")/.."

programs=${1:?say where the programs are}
fail() { echo "test-image: $*" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || fail "a root of its own needs root"
for name in ticket-mcp-sse ticket-mcp-stdio ticket-api; do [ -x "$programs/$name" ] || fail "$programs/$name is not built"; done
if ! command -v debootstrap >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
fi

work=$(mktemp -d "${TMPDIR:-/var/tmp}/test-image.XXXXXX")
server=""
cleanup() {
    status=$?
    [ -z "$server" ] || kill -9 "$server" 2>/dev/null || :
    for root in "$work"/*/; do
        for mount in proc dev; do if mountpoint -q "$root$mount"; then umount "$root$mount"; fi; done
    done
    rm -rf "$work"
    exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# The lines of a stage, continued ones joined.
stage() { sed -e ':a' -e '/\\$/N; s/\\\n//; ta' Dockerfile | awk -v name="$1" '$1 == "FROM" { on = ($NF == name) } on'; }
# The packages that a stage installs.
packages() { stage "$1" | sed -n 's/.*apt-get install -y --no-install-recommends \([^&]*\)&&.*/\1/p'; }
# What stands behind an instruction of a stage that takes a JSON array, as words.
words() { stage "$1" | sed -n "s/^$2 .*\[\(.*\)\]\$/\1/p" | tr -d '",'; }
suite=$(sed -n 's/^ARG RUNTIME_IMAGE=debian:\([a-z]*\)-slim$/\1/p' Dockerfile)
[ -n "$suite" ] || fail "the Dockerfile names no Debian"
for name in runtime server api; do [ -n "$(packages "$name")" ] || fail "no packages were found in the stage $name"; done
for name in server api; do
    for line in CMD HEALTHCHECK; do [ -n "$(words "$name" "$line")" ] || fail "the stage $name has no $line"; done
done

echo "a bare $suite"
debootstrap --variant=minbase "$suite" "$work/runtime" http://deb.debian.org/debian >"$work/log" 2>&1 || { tail "$work/log" >&2; fail "debootstrap"; }
inside() { # ROOT COMMAND...: as the image's RUN lines
    root=$1
    shift
    chroot "$work/$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}
install_packages() { # ROOT STAGE
    mount -t proc proc "$work/$1/proc"
    # shellcheck disable=SC2046
    inside "$1" apt-get install -y -qq --no-install-recommends $(packages "$2") >"$work/log" 2>&1 || { tail "$work/log" >&2; fail "apt-get"; }
    umount "$work/$1/proc"
}
cp /etc/resolv.conf "$work/runtime/etc/"
install_packages runtime runtime
cp -a "$work/runtime" "$work/server"
cp -a "$work/runtime" "$work/api"
install_packages server server
install_packages api api

# What COPY takes from the stages that compile lies in the folder that was given.
copies() { stage "$1" | sed -n 's|^COPY --from=[a-z-]* \(.*\) /usr/local/bin/$|\1|p'; }
for name in server api; do
    for file in $(copies "$name"); do
        cp "$programs/${file#/out/}" "$work/$name/usr/local/bin/"
        strip "$work/$name/usr/local/bin/${file#/out/}"
    done
done
cp deploy/container/healthcheck "$work/api/usr/local/bin/"
chmod 0755 "$work/api/usr/local/bin/healthcheck"

# What every engine mounts. Without /proc no Swift program is sure to start.
for name in server api; do
    mount -t proc proc "$work/$name/proc"
    mount -t tmpfs -o mode=755,size=1m tmpfs "$work/$name/dev"
    for device in null zero random urandom; do cp -a "/dev/$device" "$work/$name/dev/"; done
done

echo "libraries"
for name in server api; do
    for file in $(copies "$name"); do
        missing=$(inside "$name" ldd "/usr/local/bin/${file#/out/}" | grep "not found" || :)
        [ -z "$missing" ] || fail "the Dockerfile installs no package with what ${file#/out/} needs: $missing"
        if inside "$name" ldd "/usr/local/bin/${file#/out/}" | grep -q libswift; then fail "${file#/out/} is not static"; fi
    done
    # What is opened when the first request is made is in no program's list.
    inside "$name" sh -c 'ls /usr/lib/*/libcurl.so.4' >/dev/null || fail "libcurl is missing in $name"
done

user=$(stage server | sed -n 's/^USER //p')
[ "$user" = 65532:65532 ] || fail "the server runs as $user"
# As `docker run --read-only --cap-drop ALL`: the user of the image, no capability, and nothing that user may write to.
chmod 0755 "$work/server/tmp"
start() { # ROOT VARIABLES... -- COMMAND...
    root=$1
    shift
    variables=""
    while [ "$1" != -- ]; do variables="$variables $1" && shift; done
    shift
    # shellcheck disable=SC2086
    exec chroot "$work/$root" /usr/bin/setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --bounding-set=-all \
        --inh-caps=-all --no-new-privs /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin $variables "$@"
}
in_image() ( start "$@" )
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

echo "the server"
# shellcheck disable=SC2046
in_image server MCP_HOST=0.0.0.0 PORT="$port" -- $(words server CMD) >"$work/refused" 2>&1 && fail "it starts without a key"
grep -q "can be reached by others" "$work/refused" || { cat "$work/refused" >&2; fail "it ends for another reason"; }
# shellcheck disable=SC2046
start server MCP_HOST=0.0.0.0 PORT="$port" MCP_MCP_API_KEY=0123456789abcdef0123456789abcdef MCP_REDIS_URL=redis://127.0.0.1:1 \
    MCP_API_BASE_URL=http://127.0.0.1:1 -- $(words server CMD) >"$work/out" 2>&1 &
server=$!
# shellcheck disable=SC2046
check() { in_image server PORT="$port" MCP_HOST=0.0.0.0 -- $(words server HEALTHCHECK); }
tries=0
until check >/dev/null 2>&1; do
    tries=$((tries + 1))
    kill -0 "$server" 2>/dev/null || { cat "$work/out" >&2; fail "it ended"; }
    [ "$tries" -lt 100 ] || { cat "$work/out" >&2; fail "it is not ready"; }
    sleep 0.1
done
python3 - "$port" "$server" <<'CLIENT'
import json, sys, urllib.error, urllib.request
port, pid = sys.argv[1:]
status = dict(line.rstrip("\n").split(":\t", 1) for line in open(f"/proc/{pid}/status") if ":\t" in line)
assert status["Uid"].split() == ["65532"] * 4, f"it runs as {status['Uid']}"
assert int(status["CapEff"], 16) == 0 and int(status["CapBnd"], 16) == 0, "it has capabilities"
def call(method, params, key):
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    headers = {"content-type": "application/json", "accept": "application/json", **({"x-api-key": key} if key else {})}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/rpc", json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(request, timeout=20))
health = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20))
assert health["status"] == "degraded" and health["dependencies"] == {"redis": "away"}, health
key = "0123456789abcdef0123456789abcdef"
tools = {tool["name"] for tool in call("tools/list", {}, key)["result"]["tools"]}
assert "get_ticket_list" in tools, tools
# The first request opens libcurl: that nobody listens there is what it finds out.
said = call("tools/call", {"name": "get_ticket_list", "arguments": {}}, key)["result"]
assert said["isError"] and "cannot be reached" in said["content"][0]["text"], said
try:
    call("tools/list", {}, None)
    raise SystemExit("it takes calls without a key")
except urllib.error.HTTPError as error:
    assert error.code == 401, error.code
print(f"{len(tools)} tools")
CLIENT
kill -TERM "$server"
tries=0
while kill -0 "$server" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || fail "SIGTERM does not end it within 10 s"
    sleep 0.1
done
wait "$server" || { cat "$work/out" >&2; fail "it ended badly"; }
server=""
if check >/dev/null 2>&1; then fail "the health check is content with no server"; fi

echo "stdio"
printf '%s\n' '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}' |
    in_image server -- ticket-mcp-stdio >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; fail "stdio ended badly"; }
grep -q '"protocolVersion":"2025-11-25"' "$work/out" || fail "stdio does not serve"

echo "the ticket API"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# shellcheck disable=SC2046
start api TICKET_API_KEYS=0123456789abcdef -- $(words api CMD | sed "s/8080/$port/") >"$work/out" 2>&1 &
server=$!
tries=0
# shellcheck disable=SC2046
until in_image api PORT="$port" -- $(words api HEALTHCHECK) >/dev/null 2>&1; do
    tries=$((tries + 1))
    kill -0 "$server" 2>/dev/null || { cat "$work/out" >&2; fail "it ended"; }
    [ "$tries" -lt 100 ] || { cat "$work/out" >&2; fail "it is not ready"; }
    sleep 0.1
done
kill -TERM "$server"
wait "$server" || { cat "$work/out" >&2; fail "it ended badly"; }
server=""
echo "test-image: the images serve, with what the Dockerfile installs and no more"
