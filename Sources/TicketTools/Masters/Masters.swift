internal import MCPCore

/// What the help desk is set up with: statuses, categories, channels, and who the API takes the caller for. Kept for a few minutes.
struct Masters: Sendable {
    private let client: APIClient
    private let statusCache: SharedCache<[Status]>
    private let categoryCache: SharedCache<[Category]>
    private let detailCache: SharedCache<[CategoryDetail]>
    private let channelCache: SharedCache<[RequestChannel]>
    private let meCache: SharedCache<User>

    init(client: APIClient, limits: TicketLimits, time: any TimeSource) {
        self.client = client
        func cache<Value: Sendable>() -> SharedCache<Value> {
            SharedCache(period: limits.cachePeriod, capacity: limits.cachedTenants, time: time)
        }
        statusCache = cache()
        categoryCache = cache()
        detailCache = cache()
        channelCache = cache()
        meCache = cache()
    }

    func statuses(for principal: Principal) async throws(APIError) -> [Status] {
        try await list(statusCache, "statuses", principal, Status.init)
    }

    func categories(for principal: Principal) async throws(APIError) -> [Category] {
        try await list(categoryCache, "categories", principal, Category.init)
    }

    func categoryDetails(for principal: Principal) async throws(APIError) -> [CategoryDetail] {
        try await list(detailCache, "category-details", principal, CategoryDetail.init)
    }

    func requestChannels(for principal: Principal) async throws(APIError) -> [RequestChannel] {
        try await list(channelCache, "request-channels", principal, RequestChannel.init)
    }

    /// The user that changes are made as.
    func me(for principal: Principal) async throws(APIError) -> User {
        try await meCache.value(for: client.cacheKey(for: principal)) { [client] () async throws(APIError) in
            try User(Node(try await client.get(APIPath("me"), as: principal).body, "me"))
        }
    }

    private func list<Element>(
        _ cache: SharedCache<[Element]>, _ name: String, _ principal: Principal,
        _ decode: @escaping @Sendable (Node) throws(APIError) -> Element
    ) async throws(APIError) -> [Element] {
        try await cache.value(for: client.cacheKey(for: principal)) { [client] () async throws(APIError) in
            try await client.all(name, principal, decode)
        }
    }
}

extension APIClient {
    /// A whole list, whether the API pages it or not.
    fileprivate func all<Element>(
        _ name: String, _ principal: Principal, _ decode: (Node) throws(APIError) -> Element
    ) async throws(APIError) -> [Element] {
        var elements: [Element] = []
        var query = APIQuery()
        for _ in 0..<100 {
            let node = Node(try await get(APIPath(name), query, as: principal).body, name)
            elements += try node.items(decode)
            let page = node.value.array == nil ? try node.optional("page") : nil
            guard let cursor = try PageInfo(page, returned: 0).nextCursor else { return elements }
            query = ["cursor": cursor]
        }
        throw .badResponse("The list of \(name) does not end.")
    }
}
