/// The header fields that decide how a request is served, found in one pass over all of them.
struct RequestFields {
    /// A field that must not stand twice.
    struct Single {
        private(set) var count = 0
        /// The first value.
        private(set) var value: String?

        mutating func add(_ value: String) {
            count += 1
            if count == 1 { self.value = value }
        }
    }

    private(set) var host: String?
    private(set) var origin: String?
    /// The body is JSON.
    private(set) var isJSON = false
    private var hasContentType = false
    private(set) var accept = Accept()
    private(set) var session: String?
    private(set) var version = Single()
    private(set) var method = Single()
    private(set) var name = Single()

    init(_ headers: HTTPHeaders) {
        for field in headers.fields { take(field) }
    }

    /// Names are told apart by their length first.
    private mutating func take(_ field: HTTPHeaders.Field) {
        switch field.name.utf8.count {
        case 4 where field.name.isToken("host"): host = host ?? field.value
        case 6 where field.name.isToken("accept"): accept.add(field.value)
        case 6 where field.name.isToken("origin"): origin = origin ?? field.value
        case 8 where field.name.isToken("mcp-name"): name.add(field.value)
        case 10 where field.name.isToken("mcp-method"): method.add(field.value)
        case 12 where field.name.isToken("content-type"): take(contentType: field.value)
        case 14 where field.name.isToken("mcp-session-id"): session = session ?? field.value
        case 20 where field.name.isToken("mcp-protocol-version"): version.add(field.value)
        default: break
        }
    }

    private mutating func take(contentType: String) {
        guard !hasContentType else { return }
        hasContentType = true
        isJSON = contentType.withBytes { ASCII.equal(ASCII.beforeParameters($0), "application/json") }
    }
}
