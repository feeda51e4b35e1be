/// Which names we may be reached under, and which pages may talk to us.
///
/// Against DNS rebinding: a page of some site can make a browser send requests to a name that resolves to our address. The request then
/// carries that name as `Host`, or that site as `Origin`, and is refused.
public struct OriginPolicy: Sendable {
    private enum Names: Sendable {
        case loopback
        case any
        case listed(Set<String>)
    }

    private let hosts: Names
    private let origins: Names

    /// For a server on loopback: only loopback names, in `Host` and in `Origin`.
    public static let loopback = OriginPolicy(hosts: .loopback, origins: .loopback)

    /// For a server behind a proxy, or on a network: `Host` is not checked, and pages only of the given origins may talk to us.
    /// - Parameter origins: as browsers send them, `https://app.example`; `*` for all.
    public static func network(origins: [String] = [], hosts: [String] = []) -> OriginPolicy {
        OriginPolicy(
            hosts: hosts.isEmpty ? .any : .listed(Set(hosts.map { $0.lowercased() })),
            origins: origins.contains("*") ? .any : .listed(Set(origins.map { $0.lowercased() })))
    }

    private init(hosts: Names, origins: Names) {
        self.hosts = hosts
        self.origins = origins
    }

    var admitsAllOrigins: Bool { if case .any = origins { true } else { false } }

    package func admits(_ headers: HTTPHeaders) -> Bool { admits(RequestFields(headers)) }

    func admits(_ fields: RequestFields) -> Bool {
        // HTTP/1.1 demands the field; a web server that hands requests over without it would else switch the guard off unnoticed.
        guard admits(host: fields.host ?? "") else { return false }
        guard let origin = fields.origin else { return true }
        return admits(origin: origin)
    }

    func admits(origin: String) -> Bool {
        switch origins {
        case .any: return true
        case .listed(let names): return names.contains(origin.lowercased())
        case .loopback:
            guard let scheme = ["http://", "https://"].first(where: { origin.hasPrefix($0) }) else { return false }
            return origin.withBytes { Self.isLoopback(Self.name(of: $0.dropFirst(scheme.utf8.count))) }
        }
    }

    private func admits(host: String) -> Bool {
        switch hosts {
        case .any: true
        case .listed(let names):
            names.contains(host.lowercased())
                || names.contains(host.withBytes { String(decoding: Self.name(of: $0), as: UTF8.self) }.lowercased())
        case .loopback: host.withBytes { Self.isLoopback(Self.name(of: $0)) }
        }
    }

    /// Without the port.
    private static func name(of authority: ASCII.Bytes) -> ASCII.Bytes {
        guard authority.first == UInt8(ascii: "[") else { return authority.prefix { $0 != UInt8(ascii: ":") } }
        guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { return authority }
        return authority[...end]
    }

    private static func isLoopback(_ name: ASCII.Bytes) -> Bool {
        if ASCII.equal(name, "localhost") || ASCII.equal(name, "127.0.0.1") || ASCII.equal(name, "[::1]") { return true }
        let parts = String(decoding: name, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
