/// What a page may do that a host shows for us (extension `io.modelcontextprotocol/ui`, MCP Apps).
///
/// A page runs in a sandbox of the host's, without an origin of its own. Nothing is allowed that is not named here.
public struct AppPage: Sendable, Hashable {
    /// Who may be talked to, and where things may come from; origins such as `https://api.example`.
    public struct ContentSecurityPolicy: Sendable, Hashable {
        /// Requests: fetch, XMLHttpRequest, WebSocket.
        public var connect: [String]
        /// Scripts, style sheets, images, fonts, media.
        public var resource: [String]
        /// Pages within the page.
        public var frame: [String]
        /// What relative addresses may be relative to.
        public var baseURI: [String]

        public init(connect: [String] = [], resource: [String] = [], frame: [String] = [], baseURI: [String] = []) {
            self.connect = connect
            self.resource = resource
            self.frame = frame
            self.baseURI = baseURI
        }
    }

    public enum Permission: String, Sendable, Hashable, CaseIterable {
        case camera, microphone, geolocation, clipboardWrite
    }

    public var policy: ContentSecurityPolicy
    public var permissions: Set<Permission>
    /// An origin of its own, in the form that the host prescribes.
    public var domain: String?
    /// Whether the host should draw a border; nil leaves it to the host.
    public var prefersBorder: Bool?

    public init(
        policy: ContentSecurityPolicy = ContentSecurityPolicy(), permissions: Set<Permission> = [], domain: String? = nil,
        prefersBorder: Bool? = nil
    ) {
        self.policy = policy
        self.permissions = permissions
        self.domain = domain
        self.prefersBorder = prefersBorder
    }

    /// Of every such page.
    public static let mimeType = "text/html;profile=mcp-app"

    var meta: JSONObject {
        var ui: JSONObject = [:]
        var csp: JSONObject = [:]
        for (name, origins) in [
            ("connectDomains", policy.connect), ("resourceDomains", policy.resource), ("frameDomains", policy.frame),
            ("baseUriDomains", policy.baseURI),
        ] where !origins.isEmpty { csp[name] = .array(origins.map { .string($0) }) }
        if !csp.isEmpty { ui["csp"] = .object(csp) }
        if !permissions.isEmpty {
            var allowed: JSONObject = [:]
            for permission in Permission.allCases where permissions.contains(permission) { allowed[permission.rawValue] = [:] }
            ui["permissions"] = .object(allowed)
        }
        ui["domain"] = domain.map { .string($0) }
        ui["prefersBorder"] = prefersBorder.map { .bool($0) }
        return ["ui": .object(ui)]
    }
}

extension Resource {
    /// A page that hosts show beside the conversation; tools point to it with ``AppLink``.
    /// - Parameters:
    ///   - uri: begins with `ui://`.
    ///   - html: the whole page; a host fetches nothing for it but what `page` allows.
    /// - Precondition: the URI begins with `ui://`.
    public static func app(
        _ uri: String, name: String, title: String? = nil, description: String? = nil, page: AppPage = AppPage(),
        html: @escaping @Sendable (ResourceContext) async throws -> String
    ) -> Resource {
        precondition(uri.hasPrefix("ui://"), "\(uri) does not begin with ui://")
        let meta = page.meta
        let definition = ResourceDefinition(
            uri: uri, name: name, title: title, description: description, mimeType: AppPage.mimeType, meta: meta)
        return Resource(definition) { context in
            ResourceResult([
                ResourceContents(uri: context.uri, mimeType: AppPage.mimeType, body: .text(try await html(context)), meta: meta)
            ])
        }
    }
}

extension ClientCapabilities {
    /// Whether the client's host shows pages. Where it does not, a tool should put into words what a page would show.
    public var showsApps: Bool {
        guard let types = self["extensions"]?.member("io.modelcontextprotocol/ui")?.member("mimeTypes")?.value.array else { return false }
        return types.contains(.string(AppPage.mimeType))
    }
}
