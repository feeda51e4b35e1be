#!/bin/sh
# Installs what this package needs from the system, and nothing that is there already. With `test`, what its tests need too.
set -eu

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "system-packages: not root and no sudo; please run: $*" >&2
        exit 1
    fi
}

# The browser that the tests drive, unless there is one.
browser=chromium
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then browser=""; fi
done

# PostgreSQL's programs, which Debian keeps in a folder of each version.
database=postgresql
for folder in /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/initdb" ]; then database=""; fi
done
if command -v initdb >/dev/null; then database=""; fi

# Redis, which the tests start.
redis="redis-server"
if command -v redis-server >/dev/null; then redis=""; fi

for_tests=""
if [ "${1:-}" = test ]; then for_tests="curl nginx $browser $database $redis"; fi

apt() {
    missing=""
    # shellcheck disable=SC2086
    for package in libcurl4-openssl-dev libhiredis-dev libpq-dev libsqlite3-dev zlib1g-dev pkg-config openssl python3 python3-venv $for_tests; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
    done
    [ -z "$missing" ] && return
    as_root apt-get update -qq
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

if command -v apt-get >/dev/null; then
    apt
elif command -v dnf >/dev/null; then
    # shellcheck disable=SC2086
    as_root dnf install -y -q libcurl-devel hiredis-devel libpq-devel sqlite-devel zlib-devel pkgconf-pkg-config openssl python3 $for_tests
elif command -v brew >/dev/null; then
    brew install -q curl hiredis libpq sqlite pkgconf python3
else
    echo "system-packages: no apt-get, dnf or brew; install libcurl, hiredis, libpq, SQLite and zlib with headers, pkg-config, OpenSSL and Python 3" >&2
fi
