/// Who the client says it is and what it says it can do: for a session in the legacy era, for one request in the modern one.
public struct ClientDescription: Sendable {
    public let implementation: Implementation?
    public let capabilities: ClientCapabilities

    public init(implementation: Implementation?, capabilities: ClientCapabilities) {
        self.implementation = implementation
        self.capabilities = capabilities
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
