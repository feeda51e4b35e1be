/// Random keys that are made with the database and known to every server over it.
enum Secrets {
    static func insert(_ db: any SQLConnection) throws {
        var random = SystemRandomNumberGenerator()
        let digits = (0..<4).map { _ in
            let word = String(random.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - word.utf8.count) + word
        }
        try db.execute("INSERT INTO secrets (name, value) VALUES ('cursor', ?)", [.text(digits.joined())])
    }

    static func cursorSeal(_ db: any SQLConnection) throws -> CursorSeal {
        let key: String? = try db.value("SELECT value FROM secrets WHERE name = 'cursor'")
        guard let key, key.utf8.count >= 32 else { throw SQLError.unexpected("the key of the cursors is missing") }
        return CursorSeal(key: Array(key.utf8))
    }
}
