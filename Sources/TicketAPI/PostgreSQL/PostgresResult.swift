internal import CPostgres

/// The result of one statement; freed with the value.
struct PostgresResult: ~Copyable {
    private let handle: OpaquePointer?

    init(_ handle: OpaquePointer?) {
        self.handle = handle
    }

    deinit { PQclear(handle) }

    var isFine: Bool {
        let status = PQresultStatus(handle)
        return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK
    }

    /// What the server said, when it refused.
    var refusal: SQLError {
        .refused(state: field(Self.sqlState) ?? "none", message: field(Self.primaryMessage) ?? "no message")
    }

    /// Every row. Numbers and truth values become integers, everything else text.
    var rows: [SQLRow] {
        let columns = PQnfields(handle)
        let areNumbers = (0..<columns).map { Self.numbers.contains(PQftype(handle, $0)) }
        return (0..<PQntuples(handle)).map { row in
            SQLRow((0..<columns).map { value(row, $0, isNumber: areNumbers[Int($0)]) })
        }
    }

    private func value(_ row: Int32, _ column: Int32, isNumber: Bool) -> SQLValue {
        guard PQgetisnull(handle, row, column) == 0, let start = PQgetvalue(handle, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(handle, row, column)))
        let text = String(decoding: bytes, as: UTF8.self)
        guard isNumber else { return .text(text) }
        if text == "t" || text == "f" { return .integer(text == "t" ? 1 : 0) }
        return Int64(text).map(SQLValue.integer) ?? .text(text)
    }

    private func field(_ code: UInt8) -> String? {
        PQresultErrorField(handle, Int32(code)).map { String(cString: $0) }
    }

    /// PG_DIAG_SQLSTATE and PG_DIAG_MESSAGE_PRIMARY.
    private static let (sqlState, primaryMessage) = (UInt8(ascii: "C"), UInt8(ascii: "M"))
    /// Object ids of bool, int8, int2 and int4, which never change.
    private static let numbers: Set<UInt32> = [16, 20, 21, 23]
}
