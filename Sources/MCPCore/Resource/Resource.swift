/// Something that clients may read, at a URI of its own.
///
/// ```swift
/// Resource("manual://index", name: "manual", mimeType: "text/markdown") { _ in .text("# Manual") }
/// ```
public struct Resource: Sendable {
    public let definition: ResourceDefinition
    let read: @Sendable (ResourceContext) async throws -> ResourceResult

    /// - Parameter read: called for each reading, concurrently. Throws ``MCPError`` for protocol faults
    ///   (``MCPError/resourceNotFound(_:)``) and ``ToolFailure`` for what the client should be told.
    public init(
        _ uri: String, name: String, title: String? = nil, description: String? = nil, mimeType: String? = nil,
        read: @escaping @Sendable (ResourceContext) async throws -> ResourceContents.Body
    ) {
        self.init(ResourceDefinition(uri: uri, name: name, title: title, description: description, mimeType: mimeType)) { context in
            ResourceResult([ResourceContents(uri: context.uri, mimeType: mimeType, body: try await read(context))])
        }
    }

    public init(_ definition: ResourceDefinition, read: @escaping @Sendable (ResourceContext) async throws -> ResourceResult) {
        self.definition = definition
        self.read = read
    }
}

/// A family of things that clients may read, at URIs of one form (RFC 6570).
///
/// ```swift
/// ResourceTemplate("ticket://{number}", name: "ticket", mimeType: "application/json") { context in
///     .text(try await desk.ticket(context["number"]))
/// }
/// ```
public struct ResourceTemplate: Sendable {
    public let definition: ResourceDefinition
    let template: URITemplate
    let read: @Sendable (ResourceContext) async throws -> ResourceResult
    let complete: Completer?

    /// - Precondition: the template is well formed.
    public init(
        _ template: String, name: String, title: String? = nil, description: String? = nil, mimeType: String? = nil,
        complete: Completer? = nil, read: @escaping @Sendable (ResourceContext) async throws -> ResourceContents.Body
    ) {
        let definition = ResourceDefinition(uri: template, name: name, title: title, description: description, mimeType: mimeType)
        self.init(definition, complete: complete) { context in
            ResourceResult([ResourceContents(uri: context.uri, mimeType: mimeType, body: try await read(context))])
        }
    }

    /// - Precondition: the template is well formed.
    public init(
        _ definition: ResourceDefinition, complete: Completer? = nil,
        read: @escaping @Sendable (ResourceContext) async throws -> ResourceResult
    ) {
        do throws(URITemplateError) {
            template = try URITemplate(definition.uri)
        } catch {
            preconditionFailure("resource template \"\(definition.uri)\": \(error)")
        }
        self.definition = definition
        self.complete = complete
        self.read = read
    }
}

/// What the reader of a resource knows of the request it serves.
public struct ResourceContext: HandlerContext {
    public let request: RequestContext
    /// As it was asked for.
    public let uri: String
    /// The template's variables, percent-decoded.
    public let variables: [String: String]

    /// A variable of the template; empty where the URI has none.
    public subscript(variable: String) -> String { variables[variable] ?? "" }
}

extension MCPError {
    /// Nothing is at a URI. Revisions have different codes for it, which is the codecs' work.
    public static func resourceNotFound(_ uri: String) -> MCPError {
        MCPError(.resourceNotFound, "Resource not found", data: ["uri": .string(String(uri.prefix(2_048)))])
    }
}
