/// How far each webhook has been told, and which server tells it.
enum WebhookTable {
    /// The id of the last event that it was told; nil for one that nobody has heard of.
    static func position(_ url: String, _ db: any SQLConnection) throws -> Int? {
        try db.value("SELECT position FROM webhooks WHERE url = ?", [.text(url)])
    }

    /// A new one is told what happens from now on.
    static func register(_ url: String, _ db: any SQLConnection) throws {
        guard try position(url, db) == nil else { return }
        try db.execute(
            "INSERT INTO webhooks (url, position) VALUES (?, ?) ON CONFLICT (url) DO NOTHING",
            [.text(url), SQLValue(try Counters.lastEvent(db))])
    }

    /// Makes `holder` the one that tells it, for a while. Nil when another is.
    static func take(_ url: String, holder: String, seconds: Int64, at now: Instant, _ db: any SQLConnection) throws -> Int? {
        try db.value(
            "UPDATE webhooks SET holder = ?, held_until = ? WHERE url = ? AND (holder = ? OR held_until <= ?) RETURNING position",
            [.text(holder), SQLValue(now.adding(seconds: seconds)), .text(url), .text(holder), SQLValue(now)])
    }

    static func advance(_ url: String, holder: String, to position: Int, _ db: any SQLConnection) throws {
        try db.execute(
            "UPDATE webhooks SET position = ? WHERE url = ? AND holder = ?", [SQLValue(position), .text(url), .text(holder)])
    }

    static func release(_ url: String, holder: String, _ db: any SQLConnection) throws {
        try db.execute("UPDATE webhooks SET held_until = 0 WHERE url = ? AND holder = ?", [.text(url), .text(holder)])
    }
}
