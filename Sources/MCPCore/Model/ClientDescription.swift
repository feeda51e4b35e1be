/// Who the client says it is and what it says it can do: for a session in the legacy era, for one request in the modern one.
public struct ClientDescription: Sendable {
    /// Apart from the description, since a session gives one to each of its requests.
    private final class Known: Sendable {
        let implementation: Implementation?
        let capabilities: ClientCapabilities

        init(_ implementation: Implementation?, _ capabilities: ClientCapabilities) {
            self.implementation = implementation
            self.capabilities = capabilities
        }
    }

    private enum Source: Sendable {
        case known(Known)
        /// The `_meta` of a request, read when somebody asks.
        case meta(JSONSlice)
    }

    private let source: Source

    public init(implementation: Implementation?, capabilities: ClientCapabilities) {
        source = .known(Known(implementation, capabilities))
    }

    /// What a request of the modern era says of its client.
    init(modern meta: JSONSlice) {
        source = .meta(meta)
    }

    public var implementation: Implementation? {
        switch source {
        case .known(let known): known.implementation
        case .meta(let meta): Implementation(meta.member(MetaKey.clientInfo))
        }
    }

    public var capabilities: ClientCapabilities {
        switch source {
        case .known(let known): known.capabilities
        case .meta(let meta): ClientCapabilities(meta.member(MetaKey.clientCapabilities))
        }
    }

    public static let unknown = ClientDescription(implementation: nil, capabilities: .none)
}

/// What a client can do for a server. Kept as it was sent, since clients send more than any revision names.
public struct ClientCapabilities: Sendable {
    private let declared: JSONSlice?

    public static let none = ClientCapabilities(nil)

    init(_ declared: JSONSlice?) {
        self.declared = declared
    }

    /// As they were sent.
    var json: RawJSON { declared.map { RawJSON($0) } ?? RawJSON([:]) }

    /// Whether the client declared the capability, for instance `elicitation`.
    public func contains(_ name: StaticString) -> Bool {
        self[name] != nil
    }

    /// The settings of a capability.
    public subscript(name: StaticString) -> JSONSlice? {
        guard let settings = declared?.member(name), settings.isObject else { return nil }
        return settings
    }
}
