internal import CPostgres

/// One connection through libpq. Its calls block, so it lives on a thread of its own and is used by no other.
final class PostgresConnection: SQLConnection {
    private let handle: OpaquePointer
    /// Names of prepared statements, by their text.
    private var prepared: [String: String] = [:]
    private var preparedCount = 0

    /// Statements beyond these are prepared anew.
    private static let preparedLimit = 200

    /// What holds unless the URL says otherwise: nothing waits for ever.
    private static let defaults = [
        ("connect_timeout", "5"), ("application_name", "ticket-api"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"),
        (
            "options",
            "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
                // Compiling a query or starting processes for it takes longer than any of ours should.
                + " -c jit=off -c max_parallel_workers_per_gather=0"
        ),
    ]

    init(url: String) throws(SQLError) {
        let parameters = Self.defaults + [("dbname", url), ("client_encoding", "UTF8")]
        let connected = CStrings.with(parameters.map(\.0)) { keywords in
            CStrings.with(parameters.map(\.1)) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let connected else { throw .disconnected("out of memory") }
        guard PQstatus(connected) == CONNECTION_OK else {
            let reason = String(cString: PQerrorMessage(connected))
            PQfinish(connected)
            throw .disconnected(reason.trimmed)
        }
        handle = connected
        // Notices would go to stderr.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { PQfinish(handle) }

    var dialect: SQLDialect { .postgres }

    /// Whether the server has gone away, as far as that can be seen from here without asking it.
    var isLost: Bool { PQstatus(handle) != CONNECTION_OK }

    /// Whether nothing has come in, while nobody asked, that ends the connection.
    var isOpen: Bool { PQconsumeInput(handle) == 1 && !isLost }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        let name = try prepare(sql)
        return try run(arguments) { count, values in PQexecPrepared(handle, name, count, values, nil, nil, 0) }
    }

    func rows(planning sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        let text = Self.numbered(sql)
        return try run(arguments) { count, values in PQexecParams(handle, text, count, nil, values, nil, nil, 0) }
    }

    func script(_ sql: String) throws {
        try check(PostgresResult(PQexec(handle, sql)))
    }

    private func prepare(_ sql: String) throws -> String {
        if let name = prepared[sql] { return name }
        if prepared.count >= Self.preparedLimit {
            try script("DEALLOCATE ALL")
            prepared = [:]
        }
        preparedCount += 1
        let name = "s\(preparedCount)"
        try check(PostgresResult(PQprepare(handle, name, Self.numbered(sql), 0, nil)))
        prepared[sql] = name
        return name
    }

    private func run(
        _ arguments: [SQLValue], _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>) -> OpaquePointer?
    ) throws -> [SQLRow] {
        let texts: [String?] = try arguments.map { value in
            switch value {
            case .null: return nil
            case .integer(let number): return String(number)
            case .text(let text):
                // It would end there for the server.
                if text.utf8.contains(0) { throw SQLError.unexpected("U+0000 in a text") }
                return text
            }
        }
        let result = PostgresResult(CStrings.with(texts) { body(Int32(texts.count), $0) })
        try check(result)
        return result.rows
    }

    private func check(_ result: borrowing PostgresResult) throws {
        if result.isFine { return }
        if isLost { throw SQLError.disconnected(String(cString: PQerrorMessage(handle)).trimmed) }
        throw result.refusal
    }

    /// `?, ?` as `$1, $2`.
    private static func numbered(_ sql: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(sql.utf8.count + 16)
        var number = 0
        for byte in sql.utf8 {
            if byte == UInt8(ascii: "?") {
                number += 1
                output.append(UInt8(ascii: "$"))
                output.append(contentsOf: String(number).utf8)
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
