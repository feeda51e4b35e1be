/// The resources of a server, in the order in which they were given. Immutable, so that reading it takes no lock.
public struct ResourceBox: Sendable {
    private let resources: [Resource]
    private let templates: [ResourceTemplate]
    private let indexByURI: [String: Int]
    private let fingerprint: UInt32

    /// - Precondition: URIs are distinct.
    public init(_ resources: [Resource] = [], templates: [ResourceTemplate] = []) {
        self.resources = resources
        self.templates = templates
        var indexByURI: [String: Int] = [:]
        var hash = FNV1a()
        for (index, resource) in resources.enumerated() {
            precondition(indexByURI[resource.definition.uri] == nil, "two resources are at \"\(resource.definition.uri)\"")
            indexByURI[resource.definition.uri] = index
            hash.combine(resource.definition.uri)
        }
        for template in templates { hash.combine(template.definition.uri) }
        self.indexByURI = indexByURI
        fingerprint = hash.value
    }

    public var isEmpty: Bool { resources.isEmpty && templates.isEmpty }
    public var definitions: [ResourceDefinition] { resources.map(\.definition) }
    public var templateDefinitions: [ResourceDefinition] { templates.map(\.definition) }
    var completes: Bool { templates.contains { $0.complete != nil } }

    /// The same with one more; one at the same URI is replaced.
    public func adding(_ resource: Resource) -> ResourceBox {
        ResourceBox(resources.filter { $0.definition.uri != resource.definition.uri } + [resource], templates: templates)
    }

    public func adding(_ template: ResourceTemplate) -> ResourceBox {
        ResourceBox(resources, templates: templates.filter { $0.definition.uri != template.definition.uri } + [template])
    }

    /// The same without what is at a URI or template.
    public func removing(_ uri: String) -> ResourceBox {
        ResourceBox(resources.filter { $0.definition.uri != uri }, templates: templates.filter { $0.definition.uri != uri })
    }

    func page(after cursor: String?, size: Int) throws(MCPError) -> Page<ResourceDefinition> {
        try Cursor.page(of: resources, after: cursor, size: size, fingerprint: fingerprint).map(\.definition)
    }

    func templatePage(after cursor: String?, size: Int) throws(MCPError) -> Page<ResourceDefinition> {
        try Cursor.page(of: templates, after: cursor, size: size, fingerprint: ~fingerprint).map(\.definition)
    }

    /// How to read what is at a URI: a resource of its own before the templates, those in their order.
    func reader(of uri: String, _ request: RequestContext) -> (@Sendable () async throws -> ResourceResult)? {
        if let index = indexByURI[uri] {
            let resource = resources[index]
            return { try await resource.read(ResourceContext(request: request, uri: uri, variables: [:])) }
        }
        for template in templates {
            guard let variables = template.template.match(uri) else { continue }
            let uri = URICharacter.encodingNonASCII(uri)
            return { try await template.read(ResourceContext(request: request, uri: uri, variables: variables)) }
        }
        return nil
    }

    /// Whether something may be at a URI.
    func contains(_ uri: String) -> Bool {
        indexByURI[uri] != nil || templates.contains { $0.template.match(uri) != nil }
    }

    /// - Returns: nil for a template that is not there.
    func completer(of template: String, variable: String) -> Completer?? {
        guard let found = templates.first(where: { $0.definition.uri == template }) else {
            // Clients may name a resource instead, which has nothing to complete.
            return indexByURI[template] == nil ? nil : .some(nil)
        }
        return .some(found.template.variables.contains(variable) ? found.complete : nil)
    }
}
