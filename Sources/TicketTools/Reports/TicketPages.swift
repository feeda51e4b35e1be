internal import MCPCore

/// Walks through all tickets that fit, page by page.
struct TicketPages<Element: Sendable>: Sendable {
    let client: APIClient
    let principal: Principal
    /// Without a cursor.
    let query: APIQuery
    let decode: @Sendable (Node) throws(APIError) -> Element
    /// Where the next page begins.
    private(set) var cursor: String?
    private var isFirst = true

    init(
        _ client: APIClient, _ query: APIQuery, from cursor: String? = nil, as principal: Principal,
        _ decode: @escaping @Sendable (Node) throws(APIError) -> Element
    ) {
        self.client = client
        self.query = query
        self.cursor = cursor
        self.principal = principal
        self.decode = decode
    }

    /// - Returns: nil behind the last page.
    mutating func next(_ limit: Int) async throws(APIError) -> Listing<Element>? {
        guard isFirst || cursor != nil else { return nil }
        var query = query.with("limit", String(limit)).with("cursor", cursor)
        // Counting takes its time, so it is asked for once.
        if isFirst { query.add("include_total", true) }
        let listing = try Listing(Node(try await client.get(APIPath("tickets"), query, as: principal).body, "tickets"), decode)
        isFirst = false
        cursor = listing.page.nextCursor
        return listing
    }

    /// The same with the error as a value: catching it here and going on crashes the 6.3 compiler.
    mutating func attempt(_ limit: Int) async -> Result<Listing<Element>?, APIError> {
        do throws(APIError) {
            return .success(try await next(limit))
        } catch {
            return .failure(error)
        }
    }
}
