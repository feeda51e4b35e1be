/// Inserts rows by the hundred.
enum BulkInsert {
    private static let rowCount = 200

    /// - Parameter value: how a value is written, in place of `?`, by the name of its column.
    static func run(
        _ table: String, _ columns: [String], value: [String: String] = [:], _ rows: [[SQLValue]], _ db: any SQLConnection
    ) throws {
        let marks = "(" + columns.map { value[$0] ?? "?" }.joined(separator: ", ") + ")"
        for start in stride(from: 0, to: rows.count, by: rowCount) {
            let chunk = rows[start..<min(start + rowCount, rows.count)]
            let values = Array(repeating: marks, count: chunk.count).joined(separator: ", ")
            let sql = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES \(values)"
            let arguments = chunk.flatMap(\.self)
            // Full chunks are all alike.
            if chunk.count == rowCount { try db.execute(sql, arguments) } else { _ = try db.rows(planning: sql, arguments) }
        }
    }
}
