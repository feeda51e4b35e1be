internal import Foundation
internal import Synchronization

@testable internal import TicketAPI

/// A PostgreSQL server of our own on a socket in a temporary directory; it ends with this process.
final class PostgresServer: Sendable {
    /// What went wrong with it.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// One for all tests that do not restart it; each gets a database of its own.
    static let shared = Task { try await PostgresServer() }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let directory: URL
    private let count = Mutex(0)
    private let gate = Gate(6)

    init() async throws {
        // Short: the path of a socket has at most 107 bytes.
        directory = URL(fileURLWithPath: "/tmp/ticket-pg-\(UUID().uuidString.prefix(12))", isDirectory: true)
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Self.script, "sh", directory.path]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try await expect("ready")
    }

    /// Stops the server as a crash would and starts it again.
    func restart() async throws {
        try input.fileHandleForWriting.write(contentsOf: Data("restart\n".utf8))
        try await expect("ready")
    }

    /// Stops the server until ``restart()``.
    func stop() async throws {
        try input.fileHandleForWriting.write(contentsOf: Data("stop\n".utf8))
        try await expect("stopped")
    }

    /// Ends the server and deletes its files.
    func end() async throws {
        try input.fileHandleForWriting.close()
        try await expect("ended")
    }

    func withDatabase<Value: Sendable>(_ body: @Sendable (DatabaseLocation) async throws -> Value) async throws -> Value {
        try await gate.pass {
            let name = "desk\(count.withLock { count in count += 1; return count })"
            try await script("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8'")
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(.postgres(url: url(name))))
            } catch {
                result = .failure(error)
            }
            try await script("DROP DATABASE \(name) WITH (FORCE)")
            return try result.get()
        }
    }

    func url(_ database: String) -> String { "postgres://postgres@/\(database)?host=\(directory.path)" }

    /// Runs statements in the database `postgres`.
    func script(_ sql: String) async throws {
        let url = url("postgres")
        try await Self.onThread { try PostgresConnection(url: url).script(sql) }
    }

    private func expect(_ word: String) async throws {
        let output = output
        let said = try await Self.onThread {
            var text = ""
            while !text.hasSuffix("\(word)\n") {
                let chunk = output.fileHandleForReading.availableData
                guard !chunk.isEmpty else { throw Failure(description: "PostgreSQL is not \(word): \(text)") }
                text += String(decoding: chunk, as: UTF8.self)
            }
            return text
        }
        guard said.hasSuffix("\(word)\n") else { throw Failure(description: said) }
    }

    static func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try work() }) }.start()
        }
    }

    /// The server refuses to run as root, so root becomes the user that the package made for it. The end of our pipe ends everything.
    private static let script = """
        set -eu
        trap "" INT TERM
        directory=$1
        mkdir -m 700 "$directory"
        if [ "$(id -u)" -eq 0 ]; then
            chown postgres "$directory"
            as() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
        else
            as() { "$@"; }
        fi
        for bin in $(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null || true); do PATH="$bin:$PATH"; done
        cd "$directory"
        as initdb -D "$directory/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$directory/log" 2>&1 || cat "$directory/log"
        settings="-k $directory -c listen_addresses= -c fsync=off -c max_connections=200 -c shared_buffers=32MB"
        start() { as pg_ctl -D "$directory/data" -l "$directory/server.log" -w -t 60 -o "$settings" start >/dev/null; }
        stop() { as pg_ctl -D "$directory/data" -m immediate -w stop >/dev/null || true; }
        start || cat "$directory/server.log"
        echo ready
        while read -r word; do
            case $word in
            restart) stop; start; echo ready ;;
            stop) stop; echo stopped ;;
            esac
        done
        stop
        cd /
        rm -rf "$directory"
        echo ended || true
        """
}
