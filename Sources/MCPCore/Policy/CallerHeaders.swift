/// Lets handlers and policies know some header fields of the request: it puts them into the caller's ``Principal/attributes``, beside what
/// another provider found.
///
/// The caller writes them, so nothing in them may be taken for an identity. Whoever prints a principal prints its id alone, for a field may
/// hold a secret.
public struct CallerHeaders: AuthProvider {
    private static let prefix = "header:"
    private static let reserved: Set<String> = ["authorization", "x-api-key", "cookie", "proxy-authorization"]

    private let names: Set<String>
    private let credentials: Set<String>
    private let provider: any AuthProvider

    /// - Parameters:
    ///   - names: in lower case. `authorization`, `x-api-key` and `cookie` are left out: what lets the caller in here goes no further.
    ///   - credentials: more names, of fields that hold secrets for somebody else. One that holds what the caller was let in by is left
    ///     out:
    ///     some clients send one token in every field they know.
    ///   - provider: who finds out who is calling.
    public init(_ names: Set<String>, credentials: Set<String> = [], with provider: any AuthProvider) {
        self.names = names.union(credentials).subtracting(Self.reserved)
        self.credentials = credentials
        self.provider = provider
    }

    public func authenticate(_ request: AuthRequest) async throws(AuthError) -> Principal {
        adding(request, to: try await provider.authenticate(request))
    }

    public func authenticateAtOnce(_ request: AuthRequest) -> Result<Principal, AuthError>? {
        provider.authenticateAtOnce(request)?.map { adding(request, to: $0) }
    }

    /// The lines of a field, in order; none where it was not sent.
    public static func values(of name: String, from principal: Principal) -> [String] {
        guard let value = principal.attributes[prefix + name] else { return [] }
        return value.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func adding(_ request: AuthRequest, to principal: Principal) -> Principal {
        var attributes = principal.attributes.filter { !$0.key.hasPrefix(Self.prefix) }
        for header in request.headers {
            let name = header.name.lowercased()
            guard names.contains(name), !(credentials.contains(name) && Self.holdsOurs(header.value, request)) else { continue }
            // No field's value holds a line feed, so what is joined by it can be parted again.
            attributes[Self.prefix + name] = attributes[Self.prefix + name].map { $0 + "\n" + header.value } ?? header.value
        }
        guard attributes != principal.attributes else { return principal }
        return Principal(id: principal.id, displayName: principal.displayName, scopes: principal.scopes, attributes: attributes)
    }

    private static func holdsOurs(_ value: String, _ request: AuthRequest) -> Bool {
        for header in request.headers where reserved.contains(header.name.lowercased()) {
            let shown = header.value.split(separator: " ").last.map(String.init) ?? ""
            if !shown.isEmpty, value.contains(shown) { return true }
        }
        return false
    }
}

extension Principal: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { id }
    public var debugDescription: String { id }
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
