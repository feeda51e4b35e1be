/// How free text finds tickets; a full text index can take the place of ``SubstringSearch``.
protocol TextSearch: Sendable {
    /// Adds the condition that a ticket matches `text`.
    func restrict(_ condition: inout SQLCondition, to text: String)
    /// An integer SQL expression that is larger for better matches, with its arguments.
    func rank(_ text: String) -> (sql: String, arguments: [String])
    /// What is stored to be searched: of the title alone, and of the whole ticket.
    func indexed(_ ticket: Ticket) -> (title: String, all: String)
}

/// Finds the text anywhere in number, title or description, without regard to case or width.
struct SubstringSearch: TextSearch {
    func restrict(_ condition: inout SQLCondition, to text: String) {
        condition.add("t.search", contains: text)
    }

    /// A match at the start of the title counts most, then in the title, then anywhere.
    func rank(_ text: String) -> (sql: String, arguments: [String]) {
        let pattern = text.searchForm.likePattern
        let sql = "(CASE WHEN t.title_search LIKE ? ESCAPE '\\' THEN 3 WHEN t.title_search LIKE ? ESCAPE '\\' THEN 2 ELSE 1 END)"
        return (sql, [String(pattern.dropFirst()), pattern])
    }

    func indexed(_ ticket: Ticket) -> (title: String, all: String) {
        let title = ticket.title.searchForm
        return (title, "\(ticket.number.searchForm)\n\(title)\n\((ticket.description ?? "").searchForm)")
    }
}
