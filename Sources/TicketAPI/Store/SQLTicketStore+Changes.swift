extension SQLTicketStore {
    public func lastChange() async throws -> Int {
        try await pool.read(Counters.lastEvent)
    }

    public func changes(after position: Int, limit: Int) async throws -> ChangePage {
        try await pool.read { db in try ChangeTable.page(after: position, limit: limit, db) }
    }

    public func webhookWork(_ url: String, holder: String, seconds: Int64, limit: Int, at now: Instant) async throws -> WebhookWork {
        // Most of the time there is nothing to do, and that is found out without writing.
        if let position = try await pool.read({ db in try WebhookTable.position(url, db) }), try await lastChange() == position {
            return .nothing
        }
        return try await pool.write { db in
            try WebhookTable.register(url, db)
            guard let position = try WebhookTable.take(url, holder: holder, seconds: seconds, at: now, db) else { return .held }
            var page = try ChangeTable.page(after: position, limit: limit, db)
            let isGap = page.isGap(after: position)
            if isGap {
                page = try ChangeTable.page(after: page.oldest - 1, limit: limit, db)
                if page.events.isEmpty { try WebhookTable.advance(url, holder: holder, to: page.newest, db) }
            }
            return page.events.isEmpty ? .nothing : .events(page.events, isGap: isGap)
        }
    }

    public func webhook(_ url: String, holder: String, toldUpTo position: Int) async throws {
        try await pool.write { db in try WebhookTable.advance(url, holder: holder, to: position, db) }
    }

    public func releaseWebhook(_ url: String, holder: String) async throws {
        try await pool.write { db in try WebhookTable.release(url, holder: holder, db) }
    }
}
