internal import BenchmarkSupport

/// A PostgreSQL server of our own in a folder, on a socket; it ends with this program, and its files stay.
final class PostgresCluster {
    let url: String
    private let shell: Child

    /// Nil where PostgreSQL is not installed.
    init?(folder: String) {
        guard let shell = Child(["/bin/sh", "-c", Self.script, "sh", folder]), shell.firstLine() == "ready" else { return nil }
        self.shell = shell
        url = "postgres://postgres@/tickets?host=\(folder)/postgres"
    }

    /// The server refuses to run as root. The end of our pipe ends it.
    private static let script = """
        set -eu
        trap "" INT TERM
        for bin in $(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null || true); do PATH="$bin:$PATH"; done
        folder=$1/postgres
        if [ "$(id -u)" -eq 0 ]; then
            as() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
        else
            as() { "$@"; }
        fi
        if [ ! -d "$folder" ]; then
            mkdir -p -m 700 "$folder"
            if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
            (cd "$folder" && as initdb -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8) >/dev/null
        fi
        cd "$folder"
        settings="-k $folder -c listen_addresses= -c shared_buffers=512MB -c max_wal_size=4GB"
        as pg_ctl -D "$folder/data" -l "$folder/log" -w -o "$settings" start >/dev/null
        as psql -h "$folder" -U postgres -c 'CREATE DATABASE tickets' postgres >/dev/null 2>&1 || true
        echo ready
        cat >/dev/null
        as pg_ctl -D "$folder/data" -m fast -w stop >/dev/null
        """
}
