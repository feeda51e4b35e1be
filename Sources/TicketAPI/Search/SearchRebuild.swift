/// Writes everything that is derived from text anew, after the folding or the tokens have changed.
enum SearchRebuild {
    private static let batch = 500

    static func run(_ db: any SQLConnection) throws {
        for table in ["users", "accounts", "categories", "category_details"] { try refold(table, db) }
        try db.script("DELETE FROM ticket_tags")
        var last = 0
        while true {
            let sql = "SELECT id, title, description, tags FROM tickets WHERE id > ? ORDER BY id LIMIT \(batch)"
            let rows = try db.rows(sql, [SQLValue(last)])
            for row in rows {
                let id: Int = try row[0]
                let text = TicketText(id: id, title: try row[1], description: try row[2])
                let update = "UPDATE tickets SET title_search = ?, search = ? WHERE id = ?"
                try db.execute(update, [.text(text.title), .text(text.all.marked), SQLValue(id)])
                try SearchIndex.insert(id, text.all, db)
                let tags: String = try row[3]
                for tag in Set(tags.split(separator: "\n").map { String($0).searchForm }) {
                    try db.execute("INSERT INTO ticket_tags (tag, ticket_id) VALUES (?, ?)", [.text(tag), SQLValue(id)])
                }
                last = id
            }
            if rows.count < batch { return }
        }
    }

    private static func refold(_ table: String, _ db: any SQLConnection) throws {
        for row in try db.rows("SELECT id, search FROM \(table)", []) {
            let (id, search): (Int, String) = (try row[0], try row[1])
            try db.execute("UPDATE \(table) SET search = ? WHERE id = ?", [.text(search.searchForm), SQLValue(id)])
        }
    }
}
