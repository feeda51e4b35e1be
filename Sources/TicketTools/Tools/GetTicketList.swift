internal import MCPCore

struct GetTicketList: ReadTool, TicketTool {
    static let name = "get_ticket_list"
    static let description =
        "Finds tickets. All filters must fit; of several values one must, of tags all. Ids or exact names."

    static let input = TicketFilter.schema
    static let app: AppLink? = TicketBoard.link
    let desk: Desk

    func run(_ input: TicketFilter, as principal: Principal) async throws(APIError) -> TicketListOutput {
        let query = try await input.query(desk, principal)
        let body = try await desk.client.get(APIPath("tickets"), query, as: principal).body
        let listing = try Listing(Node(body, "tickets"), TicketSummary.init)
        return TicketListOutput(
            listing, input.shownFields, limit: desk.configuration.limits.listedDescription, zone: desk.zone, format: input.format)
    }
}
