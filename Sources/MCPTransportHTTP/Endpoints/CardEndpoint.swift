internal import MCPCore

/// The server's card and the catalog that names it (SEP-2127), for those who look for servers.
struct CardEndpoint {
    static let cardPath = "/mcp/server-card"
    static let catalogPath = "/.well-known/mcp/catalog.json"
    private static let mediaType = "application/mcp-server-card+json"
    private static let schema = "https://static.modelcontextprotocol.io/schemas/v2/server-card.schema.json"

    let server: MCPServer
    let configuration: HTTPConfiguration
    let request: HTTPRequest
    let fields: RequestFields
    let responder: any HTTPResponder

    /// Answers a request for the card or the catalog.
    ///
    /// Pages of all origins may read them: they tell no more than anybody finds out by asking. So only the name that we are called by is
    /// checked.
    /// - Returns: false, with nothing answered, for every other request.
    func serve() -> Bool {
        let isCatalog = request.path == Self.catalogPath
        guard let card = configuration.card, isCatalog || request.path == Self.cardPath,
            configuration.origins.admits(fields.withoutOrigin), let address = ResourceAddress(configuration, request, fields)
        else { return false }
        switch request.method {
        case "GET", "HEAD":
            // What was written for one caller's way to us must not be kept for others.
            let cache = address.isConfigured ? "public, max-age=3600" : "no-store"
            let headers = Self.openToAll.adding("cache-control", cache)
            if isCatalog {
                responder.respond(json: 200, headers) { catalog(card, address, &$0) }
            } else {
                let body = RawJSON { self.card(card, address, &$0) }.bytes
                responder.respond(HTTPResponseHead(200, headers.adding("content-type", Self.mediaType)), body)
            }
        case "OPTIONS": responder.respondEmpty(204, Self.openToAll)
        default:
            responder.refuse(405, "\(request.method.prefix(20)) is not for this path", Self.openToAll.adding("allow", "GET, HEAD, OPTIONS"))
        }
        return true
    }

    private func catalog(_ card: ServerCard, _ address: ResourceAddress, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("specVersion")
        writer.string("draft")
        writer.key("entries")
        writer.beginArray()
        writer.beginObject()
        writer.key("identifier")
        writer.string(card.identifier)
        writer.key("displayName")
        writer.string(title(card) ?? card.name)
        writer.key("type")
        writer.string(Self.mediaType)
        writer.key("url")
        writer.string(address.resource(Self.cardPath))
        writer.endObject()
        writer.endArray()
        writer.endObject()
    }

    private func card(_ card: ServerCard, _ address: ResourceAddress, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("$schema")
        writer.string(Self.schema)
        writer.key("name")
        writer.string(card.name)
        writer.key("version")
        writer.string(server.description.implementation.version)
        writer.key("description")
        writer.string(card.description)
        if let title = title(card) {
            writer.key("title")
            writer.string(title)
        }
        if let website = card.websiteURL {
            writer.key("websiteUrl")
            writer.string(website)
        }
        writer.key("remotes")
        writer.beginArray()
        remote("streamable-http", address.resource(Route.mcp.path), ProtocolRevision.all, &writer)
        remote("sse", address.resource(Route.sse.path), ProtocolRevision.overHTTPAndSSE, &writer)
        writer.endArray()
        writer.endObject()
    }

    private func remote(_ type: String, _ url: String, _ revisions: [ProtocolRevision], _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("type")
        writer.string(type)
        writer.key("url")
        writer.string(url)
        writer.key("supportedProtocolVersions")
        writer.strings(revisions.map(\.name))
        // Access tokens are got by what the metadata of the resource says; keys somebody has to type.
        if configuration.asksForIdentity {
            writer.key("headers")
            writer.beginArray()
            writer.beginObject()
            writer.key("name")
            writer.string("Authorization")
            writer.key("description")
            writer.string("Bearer, a blank, and the key that you were given")
            writer.key("isRequired")
            writer.bool(configuration.resourceMetadata == nil)
            writer.key("isSecret")
            writer.bool(true)
            writer.endObject()
            writer.endArray()
        }
        writer.endObject()
    }

    private func title(_ card: ServerCard) -> String? { card.title ?? server.description.implementation.title }

    private static let openToAll: HTTPHeaders = [
        "access-control-allow-origin": "*", "access-control-allow-methods": "GET", "access-control-allow-headers": "Content-Type, Accept",
    ]
}
