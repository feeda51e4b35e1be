internal import CPostgres

/// One connection through libpq. Its calls block, so it lives on a thread of its own and is used by no other.
final class PostgresConnection: SQLConnection {
    private let handle: OpaquePointer
    /// Names of prepared statements, by their text.
    private var prepared: [String: String] = [:]
    private var preparedCount = 0
    /// What begins the transaction, and is sent with its first statement: a way there and back less.
    private var opening: String?
    /// The end of a transaction that nobody has waited for.
    private var isEnding = false

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

    /// Begins a transaction, with the first statement that follows.
    func begin(_ sql: String) throws {
        try settle()
        opening = sql
    }

    /// Ends the transaction.
    /// - Parameter waits: for the server to say that it has; needless where nothing was written.
    func commit(waits: Bool) throws {
        guard opening == nil else {
            // There was nothing in it.
            opening = nil
            return
        }
        guard !waits else { return try script("COMMIT") }
        guard PQsendQuery(handle, "COMMIT") == 1 else { throw SQLError.disconnected(String(cString: PQerrorMessage(handle)).trimmed) }
        isEnding = true
    }

    func rollback() throws {
        guard opening == nil else {
            opening = nil
            return
        }
        try script("ROLLBACK")
    }

    /// Whether the last transaction has ended well, as far as anybody waited for that.
    var isSettled: Bool {
        do {
            try settle()
            return true
        } catch {
            return false
        }
    }

    /// Takes what the server said to the end of the last transaction.
    func settle() throws {
        guard isEnding else { return }
        isEnding = false
        while let result = PQgetResult(handle) { try check(PostgresResult(result)) }
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        let name = try prepare(sql)
        return try run(arguments) { [handle] count, values in
            PQexecPrepared(handle, name, count, values, nil, nil, 0)
        } sending: { [handle] count, values in
            PQsendQueryPrepared(handle, name, count, values, nil, nil, 0)
        }
    }

    func rows(planning sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        let text = Self.numbered(sql)
        return try run(arguments) { [handle] count, values in
            PQexecParams(handle, text, count, nil, values, nil, nil, 0)
        } sending: { [handle] count, values in
            PQsendQueryParams(handle, text, count, nil, values, nil, nil, 0)
        }
    }

    func script(_ sql: String) throws {
        try settle()
        if let first = opening.take() { try check(PostgresResult(PQexec(handle, first))) }
        try check(PostgresResult(PQexec(handle, sql)))
    }

    /// Sends what begins the transaction and its first statement in one go (libpq, pipeline mode).
    private func open(_ first: String, _ send: () -> Int32) throws -> PostgresResult {
        let name = try prepare(first)
        guard PQenterPipelineMode(handle) == 1, PQsendQueryPrepared(handle, name, 0, nil, nil, nil, 0) == 1, send() == 1,
            PQpipelineSync(handle) == 1
        else { throw SQLError.disconnected(String(cString: PQerrorMessage(handle)).trimmed) }
        let began = PostgresResult(next())
        let result = PostgresResult(next())
        // The mark of the end, which has no NULL behind it.
        PQclear(PQgetResult(handle))
        PQexitPipelineMode(handle)
        try check(began)
        return result
    }

    /// The result of one statement of a pipeline, and the NULL behind it.
    private func next() -> OpaquePointer? {
        let result = PQgetResult(handle)
        while let more = PQgetResult(handle) { PQclear(more) }
        return result
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
        _ arguments: [SQLValue], _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>) -> OpaquePointer?,
        sending send: (Int32, UnsafePointer<UnsafePointer<CChar>?>) -> Int32
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
        if let first = opening.take() {
            return try CStrings.with(texts) { values in
                let result = try open(first) { send(Int32(texts.count), values) }
                try check(result)
                return result.rows
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
