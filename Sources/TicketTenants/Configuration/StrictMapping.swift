internal import TicketServer
internal import Yams

/// A mapping of a YAML file that is read key by key. A key that nobody asked for is a fault: it is most often a slip of the pen, and a
/// misspelt restriction restricts nothing.
struct StrictMapping {
    let path: String
    private let file: String
    private var rest: [String: Node] = [:]
    private let line: Int

    /// - Parameter text: one document, a mapping with texts as keys, none twice.
    init(yaml text: String, file: String) throws(SettingError) {
        let node: Node?
        do {
            node = try compose(yaml: text)
        } catch {
            throw SettingError("\(file): \(String(describing: error).split(whereSeparator: \.isNewline).prefix(3).joined(separator: " "))")
        }
        guard let node else { throw SettingError("\(file) is empty") }
        try self.init(node, "", file)
    }

    private init(_ node: Node, _ path: String, _ file: String) throws(SettingError) {
        self.path = path
        self.file = file
        line = node.mark?.line ?? 0
        guard case .mapping(let mapping) = node else { throw Self.fault(file, line, path, "must be a mapping of keys and values") }
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else { throw Self.fault(file, line, path, "has a key that is no text") }
            rest[scalar.string] = value
        }
    }

    /// Keys that nobody asked for yet.
    var keys: [String] { rest.keys.sorted() }

    mutating func text(_ key: String) throws(SettingError) -> String? {
        guard let node = take(key) else { return nil }
        return try Self.text(of: node, fault(key, "must be a text"))
    }

    mutating func flag(_ key: String) throws(SettingError) -> Bool? {
        guard let node = take(key) else { return nil }
        switch try Self.text(of: node, fault(key, "must be true or false")) {
        case "true": return true
        case "false": return false
        default: throw fault(key, "must be true or false")
        }
    }

    mutating func number(_ key: String, _ range: ClosedRange<Int>) throws(SettingError) -> Int? {
        guard let node = take(key) else { return nil }
        let problem = fault(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        guard let number = Int(try Self.text(of: node, problem)), range.contains(number) else { throw problem }
        return number
    }

    mutating func texts(_ key: String) throws(SettingError) -> [String]? {
        guard let node = take(key) else { return nil }
        let problem = fault(key, "must be a list of texts, such as [a, b]")
        guard case .sequence(let sequence) = node else { throw problem }
        var texts: [String] = []
        for element in sequence { texts.append(try Self.text(of: element, problem)) }
        return texts
    }

    mutating func mapping(_ key: String) throws(SettingError) -> StrictMapping? {
        guard let node = take(key) else { return nil }
        return try StrictMapping(node, path.isEmpty ? key : "\(path).\(key)", file)
    }

    /// - Throws: for a key that nobody asked for.
    func finish() throws(SettingError) {
        guard let key = keys.first else { return }
        throw fault(key, "is not known here")
    }

    func fault(_ key: String, _ problem: String) -> SettingError {
        Self.fault(file, rest[key]?.mark?.line ?? line, path.isEmpty ? key : "\(path).\(key)", problem)
    }

    private mutating func take(_ key: String) -> Node? {
        guard let node = rest.removeValue(forKey: key) else { return nil }
        if case .scalar(let scalar) = node, scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
        return node
    }

    private static func text(of node: Node, _ fault: SettingError) throws(SettingError) -> String {
        guard case .scalar(let scalar) = node else { throw fault }
        return scalar.string
    }

    private static func fault(_ file: String, _ line: Int, _ path: String, _ problem: String) -> SettingError {
        SettingError("\(file), line \(line): \(path.isEmpty ? "the file" : path) \(problem)")
    }
}
