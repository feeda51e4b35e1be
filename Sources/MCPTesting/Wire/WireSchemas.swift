package import MCPCore

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The schemas of all revisions, read once and shared by all checks.
public struct WireSchemas: Sendable {
    /// The largest schema has 110 KB.
    private static let limits = JSONLimits()

    private let schemas: [ProtocolRevision: WireSchema]
    /// What a server speaks that nobody has told anything of a revision yet.
    let unnegotiated: WireSchema
    /// What is answered to a request that names a revision which is not served.
    let stateless: WireSchema

    /// Reads `<revision>.json`, the official schema, for every revision that is served, and `<revision>-tasks.json`, the definitions of
    /// `io.modelcontextprotocol/tasks`, where it is there.
    /// - Throws: ``WireSchemasError`` for a schema that is missing, or has something in it that is not understood.
    public init(folder: String) throws(WireSchemasError) {
        var schemas: [ProtocolRevision: WireSchema] = [:]
        for revision in ProtocolRevision.all {
            let path = "\(folder)/\(revision.name)"
            guard let official = try Self.read("\(path).json") else { throw WireSchemasError("\(path).json is not there") }
            let extensions = try Self.read("\(path)-tasks.json").map { [$0] } ?? []
            do throws(JSONSchemaError) {
                schemas[revision] = try WireSchema(revision, official: official, extensions: extensions)
            } catch {
                throw WireSchemasError("\(path).json: \(error)")
            }
        }
        func newest(_ era: ProtocolRevision.Era) throws(WireSchemasError) -> WireSchema {
            guard let schema = ProtocolRevision.all.first(where: { $0.era == era }).flatMap({ schemas[$0] }) else {
                throw WireSchemasError("No revision of an era is served")
            }
            return schema
        }
        unnegotiated = try newest(.legacy)
        stateless = try newest(.modern)
        self.schemas = schemas
    }

    /// The folder `Schemas` beside or above a source file, nearest first.
    ///
    /// For tests: without schemas nothing can be said of what a server sends, and so no test may pass.
    /// - Precondition: they are there, and everything in them is understood.
    public static func nearest(to file: String = #filePath) -> WireSchemas {
        var folder = file[...]
        while let end = folder.lastIndex(of: "/") {
            folder = folder[..<end]
            guard let newest = ProtocolRevision.all.first, let file = fopen("\(folder)/Schemas/\(newest.name).json", "re") else { continue }
            fclose(file)
            do throws(WireSchemasError) {
                return try WireSchemas(folder: "\(folder)/Schemas")
            } catch {
                preconditionFailure("\(error)")
            }
        }
        preconditionFailure("No folder Schemas is above \(file)")
    }

    package subscript(revision: ProtocolRevision) -> WireSchema? { schemas[revision] }

    /// - Returns: nil where there is no such file.
    private static func read(_ path: String) throws(WireSchemasError) -> JSON? {
        guard let file = fopen(path, "re") else {
            if errno == ENOENT { return nil }
            throw WireSchemasError("\(path): \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes += chunk[..<count]
            guard bytes.count <= limits.bytes else { break }
        }
        guard ferror(file) == 0 else { throw WireSchemasError("\(path): cannot be read") }
        do throws(JSONError) {
            return try JSON(parsing: bytes, limits: limits)
        } catch {
            throw WireSchemasError("\(path): \(error)")
        }
    }
}

/// Why the schemas cannot be used.
public struct WireSchemasError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
