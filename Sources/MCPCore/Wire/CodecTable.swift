/// Which codec a message is read with.
struct CodecTable: Sendable {
    private let legacy: [String: LegacyCodec]
    private let newestLegacy: LegacyCodec
    private let modern: [String: ModernCodec]

    init(server: Implementation, cache: CacheHint) {
        var legacy: [String: LegacyCodec] = [:]
        var modern: [String: ModernCodec] = [:]
        for revision in ProtocolRevision.all {
            switch revision.era {
            case .legacy: legacy[revision.name] = LegacyCodec(revision)
            case .modern: modern[revision.name] = ModernCodec(revision, server: server, cache: cache)
            }
        }
        self.legacy = legacy
        self.modern = modern
        newestLegacy = LegacyCodec(.v2025_11_25)
    }

    /// The codec that `initialize` opens a session with: the client's revision if it is a session revision that we serve,
    /// else our newest one, which the client may take or leave (lifecycle, version negotiation).
    func negotiated(for requested: String) -> LegacyCodec {
        legacy[requested] ?? newestLegacy
    }

    func legacy(_ revision: ProtocolRevision) -> LegacyCodec? { legacy[revision.name] }

    /// What is answered in before anything is negotiated.
    var unnegotiated: LegacyCodec { newestLegacy }

    /// The codec of a request that names its revision itself.
    /// - Returns: nil where it names none, and so belongs to a session.
    func modern(for meta: JSONSlice?) throws(MCPError) -> ModernCodec? {
        guard let meta, meta.member(MetaKey.protocolVersion) != nil else { return nil }
        let name = try ModernMeta.revision(in: meta)
        guard let codec = modern[name] else { throw .unsupportedRevision(name) }
        return codec
    }
}

/// What the `_meta` of every request of the modern era has to hold (2026-07-28, basic, `_meta`).
package enum ModernMeta {
    /// - Returns: the revision that it names, served or not.
    /// - Throws: -32602 for what is missing or of the wrong type.
    @discardableResult
    package static func revision(in meta: JSONSlice?) throws(MCPError) -> String {
        guard let version = meta?.member(MetaKey.protocolVersion) else {
            throw .invalidParams("params._meta[\"\(MetaKey.protocolVersion)\"] is missing")
        }
        guard let name = version.string else { throw .invalidParams("_meta: \(MetaKey.protocolVersion) must be a string") }
        guard let capabilities = meta?.member(MetaKey.clientCapabilities) else {
            throw .invalidParams("_meta: \(MetaKey.clientCapabilities) is missing; an empty object will do")
        }
        guard capabilities.isObject else { throw .invalidParams("_meta: \(MetaKey.clientCapabilities) must be an object") }
        return name
    }
}

extension MCPError {
    fileprivate static func unsupportedRevision(_ requested: String) -> MCPError {
        let supported = ProtocolRevision.all.map { JSON.string($0.name) }
        return MCPError(
            .unsupportedProtocolVersion, "Unsupported protocol version",
            data: ["supported": .array(supported), "requested": .string(String(requested.prefix(64)))])
    }
}

extension ClientDescription {
    /// What `initialize` says of its client.
    init(initialize params: Params) {
        self.init(implementation: Implementation(params["clientInfo"]), capabilities: ClientCapabilities(params["capabilities"]))
    }
}
