/// The searched text of a ticket: number, title and description, each on a line of its own.
struct TicketText: Sendable {
    /// Of the title alone, marked.
    let title: String
    let all: SearchText

    init(id: Int, title: String, description: String) {
        let form = title.searchForm
        self.title = SearchText(form).marked
        all = SearchText("\(TicketReference.number(of: id).searchForm)\n\(form)\n\(description.searchForm)")
    }

    init(_ ticket: Ticket) {
        self.init(id: ticket.id, title: ticket.title, description: ticket.description ?? "")
    }
}
