internal import MCPCore

/// The metadata of the protected resource (RFC 9728), for callers who have no token yet.
struct MetadataEndpoint {
    let configuration: HTTPConfiguration
    let request: HTTPRequest
    let fields: RequestFields
    let responder: any HTTPResponder

    /// Answers a request for metadata.
    ///
    /// Pages of all origins may read it: it is public, and tells no more than any caller without a token is told. So only the name that
    /// we are called by is checked.
    /// - Returns: false, with nothing answered, for every other request.
    func serve() -> Bool {
        guard let metadata = configuration.resourceMetadata, request.path.hasPrefix(ResourceAddress.wellKnown),
            configuration.origins.admits(fields.withoutOrigin)
        else { return false }
        guard let address = ResourceAddress(configuration, request, fields),
            let path = Self.endpoint(request.path.dropFirst(ResourceAddress.wellKnown.count), address.prefix)
        else { return false }
        switch request.method {
        case "GET", "HEAD": respond(metadata, address, path)
        case "OPTIONS": responder.respondEmpty(204, Self.preflight)
        default:
            responder.refuse(405, "\(request.method.prefix(20)) is not for this path", Self.openToAll.adding("allow", "GET, HEAD, OPTIONS"))
        }
        return true
    }

    private func respond(_ metadata: ProtectedResourceMetadata, _ address: ResourceAddress, _ path: String) {
        // What was written for one caller's way to us must not be kept for others.
        let cache = address.isConfigured ? "public, max-age=300" : "no-store"
        responder.respond(json: 200, Self.openToAll.adding("cache-control", cache)) { writer in
            writer.beginObject()
            writer.key("resource")
            writer.string(address.resource(path))
            writer.key("authorization_servers")
            writer.strings(metadata.authorizationServers)
            if !metadata.scopes.isEmpty {
                writer.key("scopes_supported")
                writer.strings(metadata.scopes)
            }
            writer.key("bearer_methods_supported")
            writer.strings(["header"])
            if let name = metadata.name {
                writer.key("resource_name")
                writer.string(name)
            }
            if let documentation = metadata.documentation {
                writer.key("resource_documentation")
                writer.string(documentation)
            }
            writer.endObject()
        }
    }

    /// - Parameter prefix: what clients put before our paths, which a proxy may have left in.
    /// - Returns: the path of an endpoint, empty for all of them; nil for what is none.
    private static func endpoint(_ suffix: Substring, _ prefix: String) -> String? {
        for suffix in [suffix, suffix.hasPrefix(prefix) ? suffix.dropFirst(prefix.count) : suffix] {
            if suffix.isEmpty || suffix == "/" { return "" }
            if let route = Route(path: String(suffix)), !route.isInfo, !route.isEvents { return route.path }
        }
        return nil
    }

    private static let openToAll: HTTPHeaders = ["access-control-allow-origin": "*"]
    private static let preflight: HTTPHeaders = [
        "access-control-allow-origin": "*", "access-control-allow-methods": "GET, OPTIONS",
        "access-control-allow-headers": "Accept, Content-Type, Authorization, MCP-Protocol-Version", "access-control-max-age": "86400",
    ]
}

extension RequestFields {
    /// The same as if no page had sent it.
    var withoutOrigin: RequestFields { RequestFields(host.map { ["host": $0] } ?? [:]) }
}
