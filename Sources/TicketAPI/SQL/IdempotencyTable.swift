/// Answers to requests that must take effect once, by user and key.
enum IdempotencyTable {
    /// The answer of an earlier request with this key; nil when this is the first, which then holds the key until the end of the
    /// transaction. Waits for another request that holds it. Throws a 422 ``Problem`` when the earlier request was a different one.
    static func begin(_ request: IdempotentRequest, _ context: WriteContext, _ db: any SQLConnection) throws -> StoredAnswer? {
        let key = [SQLValue(context.actor.id), .text(request.key)]
        let past = context.now.adding(seconds: -IdempotentRequest.seconds)
        try db.execute("DELETE FROM idempotency_keys WHERE user_id = ? AND key = ? AND created_at <= ?", key + [SQLValue(past)])
        if try hold(key + [.text(request.fingerprint), SQLValue(context.now)], db) { return nil }
        let sql = "SELECT fingerprint, status, headers, body FROM idempotency_keys WHERE user_id = ? AND key = ?"
        guard let row = try db.rows(sql, key).first else { throw SQLError.unexpected("an idempotency key is gone") }
        guard try row[0] == request.fingerprint else { throw Problem.idempotencyKeyReused }
        let headers = try JSONValue(parsing: Array((try row[2] as String).utf8))
        var answer = StoredAnswer(status: try row[1], headers: headers.texts, body: try row[3])
        answer.isReplay = true
        return answer
    }

    /// False when the key is there already. Throws a 409 ``Problem`` when another request holds it for too long.
    private static func hold(_ row: [SQLValue], _ db: any SQLConnection) throws -> Bool {
        let sql = """
            INSERT INTO idempotency_keys (user_id, key, fingerprint, created_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (user_id, key) DO NOTHING RETURNING user_id
            """
        do {
            return try !db.rows(sql, row).isEmpty
        } catch SQLError.refused(state: "55P03", _) {
            throw Problem.requestInProgress
        }
    }

    /// Keeps the answer, and forgets some that are too old. Comes after the number of the change was taken, and so one at a time.
    static func finish(_ request: IdempotentRequest, _ answer: StoredAnswer, _ context: WriteContext, _ db: any SQLConnection) throws {
        let headers = JSONValue.object(answer.headers.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
        try db.execute(
            "UPDATE idempotency_keys SET status = ?, headers = ?, body = ? WHERE user_id = ? AND key = ?",
            [
                SQLValue(answer.status), .text(headers.text), .text(answer.body), SQLValue(context.actor.id), .text(request.key),
            ])
        let past = context.now.adding(seconds: -IdempotentRequest.seconds)
        try db.execute(
            """
            DELETE FROM idempotency_keys WHERE created_at <= ? AND (user_id, key) IN
            (SELECT user_id, key FROM idempotency_keys ORDER BY created_at LIMIT 8)
            """, [SQLValue(past)])
    }
}

extension JSONValue {
    /// The members of an object that are strings.
    fileprivate var texts: [String: String] {
        guard case .object(let members) = self else { return [:] }
        return members.reduce(into: [:]) { if case .string(let text) = $1.value { $0[$1.name] = text } }
    }
}
