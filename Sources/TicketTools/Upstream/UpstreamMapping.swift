public import MCPCore

/// How a ticket system with an API of its own is spoken to: its paths, parameters, names, values and pages in place of ours, and what it
/// cannot do. A plain value, read from a file at the start.
///
/// It serves the tools as the API of docs/upstream.md does. What the system has no place for is refused, never left out in silence.
public struct UpstreamMapping: Sendable {
    /// What answers call the system.
    public let name: String
    /// What takes the key of the configuration.
    public let keyHeader: KeyHeader
    /// What the system cannot do, one sentence each: for the log at the start, and for the model.
    public let limits: [String]
    let ticket: (path: String, item: [String], query: [(key: String, value: String)], shape: [Shape.Member])
    /// The first that knows all filters of a question is asked.
    let lists: [ListMapping]
    let creation: BodyMapping
    let change: BodyMapping
    let history: HistoryMapping
    let directories: [DirectoryName: DirectoryMapping]

    /// - Throws: for what cannot be used, with the path of the member.
    public init(_ json: JSON) throws(ConfigurationError) {
        var reader = try MappingReader(json, "")
        name = try reader.needed("name")
        if var auth = try reader.object("auth") { keyHeader = try KeyHeader(&auth) } else { keyHeader = .standard }
        var told: [String] = []
        for limit in reader.value("limits")?.array ?? [] {
            guard let text = limit.string else { throw reader.fault("limits", "must be a list of sentences") }
            told.append(text)
        }
        var enumerations: [String: Enumeration] = [:]
        if var object = try reader.object("enums") {
            for name in object.keys {
                enumerations[name] = Enumeration(pairs: try object.pairs(name).map { (theirs: $0.key, ours: $0.value) })
            }
        }
        guard var tickets = try reader.object("tickets") else { throw reader.fault("tickets", "is missing") }
        lists = try Self.lists(&tickets, enumerations)
        guard var one = try tickets.object("one") else { throw tickets.fault("one", "is missing") }
        let (path, item, query) = (try one.needed("path"), try one.text("item")?.memberPath ?? [], try one.pairs("query"))
        try one.finish()
        guard var shape = try tickets.object("ticket") else { throw tickets.fault("ticket", "is missing") }
        ticket = (path, item, query, try Shape.members(&shape, enumerations))
        for needed in ["id", "title", "status", "priority", "created_at", "updated_at"]
        where !ticket.shape.contains(where: { $0.name == needed }) {
            throw shape.fault(needed, "is missing")
        }
        guard var creation = try tickets.object("create") else { throw tickets.fault("create", "is missing") }
        self.creation = try BodyMapping(&creation, enumerations)
        guard var change = try tickets.object("update") else { throw tickets.fault("update", "is missing") }
        self.change = try BodyMapping(&change, enumerations)
        try tickets.finish()
        guard var history = try reader.object("history") else { throw reader.fault("history", "is missing") }
        self.history = try HistoryMapping(&history, enumerations)
        var directories: [DirectoryName: DirectoryMapping] = [:]
        for name in DirectoryName.allCases {
            guard var object = try reader.object(name.rawValue) else {
                throw reader.fault(name.rawValue, "is missing; say why: {unsupported: …}")
            }
            directories[name] = try DirectoryMapping(&object, enumerations)
        }
        self.directories = directories
        try reader.finish()
        limits = told
    }

    /// For the model: where the tickets are, and what cannot be done there.
    public var introduction: String { (["The tickets are in \(name)."] + limits).joined(separator: " ") }

    private static func lists(
        _ tickets: inout MappingReader, _ enumerations: [String: Enumeration]
    ) throws(ConfigurationError) -> [ListMapping] {
        guard var list = try tickets.object("list") else { throw tickets.fault("list", "is missing") }
        var lists = [try ListMapping(&list, enumerations)]
        try list.finish()
        if var search = try tickets.object("search") {
            lists.append(try ListMapping(&search, enumerations))
            try search.finish()
        }
        return lists
    }
}

/// The lists beside the tickets, and who asks, by the names that mappings have for them.
enum DirectoryName: String, Sendable, CaseIterable {
    case me, users, accounts, categories, statuses
    case categoryDetails = "category_details"
    case requestChannels = "request_channels"

    init?(path: String) {
        self.init(
            rawValue: path == "category-details" || path == "request-channels" ? path.map { $0 == "-" ? "_" : String($0) }.joined() : path)
    }
}

/// A list beside the tickets.
struct DirectoryMapping: Sendable {
    enum Source: Sendable {
        case list(ListMapping)
        /// What the file itself says.
        case fixed([JSON])
        /// They have none: why, in a sentence.
        case unsupported(String)
    }

    let source: Source
    let shape: [Shape.Member]

    init(_ reader: inout MappingReader, _ enumerations: [String: Enumeration]) throws(ConfigurationError) {
        if let reason = try reader.text("unsupported") {
            source = .unsupported(reason)
            shape = []
        } else if let fixed = reader.value("fixed") {
            guard let items = fixed.array, items.allSatisfy({ $0["id"]?.integer != nil }) else {
                throw reader.fault("fixed", "must be a list of elements, each with an id")
            }
            source = .fixed(items)
            shape = []
        } else {
            source = .list(try ListMapping(&reader, enumerations))
            guard var object = try reader.object("shape") else { throw reader.fault("shape", "is missing") }
            shape = try Shape.members(&object, enumerations)
        }
        try reader.finish()
    }
}

/// The entries of a ticket's history, from the oldest.
struct HistoryMapping: Sendable {
    let list: ListMapping
    let entry: [Shape.Member]
    let addition: BodyMapping

    init(_ reader: inout MappingReader, _ enumerations: [String: Enumeration]) throws(ConfigurationError) {
        list = try ListMapping(&reader, enumerations)
        guard var shape = try reader.object("entry") else { throw reader.fault("entry", "is missing") }
        entry = try Shape.members(&shape, enumerations)
        guard var addition = try reader.object("add") else { throw reader.fault("add", "is missing") }
        self.addition = try BodyMapping(&addition, enumerations)
        try reader.finish()
    }
}
