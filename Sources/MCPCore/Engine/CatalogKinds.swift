/// What a catalogue has something of: enough to declare a server's capabilities before the catalogue is made.
public struct CatalogKinds: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let tools = CatalogKinds(rawValue: 1)
    public static let resources = CatalogKinds(rawValue: 2)
    public static let prompts = CatalogKinds(rawValue: 4)
    /// Arguments of prompts or variables of resource templates that are completed.
    public static let completions = CatalogKinds(rawValue: 8)
    /// Tools that may go on as tasks.
    public static let tasks = CatalogKinds(rawValue: 16)
}

extension Catalog {
    /// What there is something of.
    public var kinds: CatalogKinds {
        var kinds: CatalogKinds = []
        if !tools.isEmpty { kinds.insert(.tools) }
        if !resources.isEmpty { kinds.insert(.resources) }
        if !prompts.isEmpty { kinds.insert(.prompts) }
        if prompts.completes || resources.completes { kinds.insert(.completions) }
        if tools.supportsTasks { kinds.insert(.tasks) }
        return kinds
    }
}
