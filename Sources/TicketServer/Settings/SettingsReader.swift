public import TicketTools

/// Finds settings: what was said on the command line, else in the environment, else in the `.env` file.
///
/// Every variable may also be given as the path of a file in `NAME_FILE`, which is how container platforms hand out secrets. An empty
/// value counts as none.
public struct SettingsReader: Sendable {
    private let environment: [String: String]
    private let dotEnv: [String: String]

    /// - Parameter dotEnvPath: nil for `.env` in the working directory, if there is one; a path of one's own must exist.
    public init(environment: EnvironmentVariables, dotEnvPath: String?) throws(SettingError) {
        self.environment = environment.values
        let path = dotEnvPath ?? ".env"
        let text = try FileText.read(path)
        guard text != nil || dotEnvPath == nil else { throw SettingError("\(path): no such file") }
        dotEnv = try text.map { text throws(SettingError) in try DotEnvFile(parsing: text, path: path).values } ?? [:]
    }

    /// - Parameter flag: what the command line said, which wins.
    public func text(_ name: String, flag: String? = nil) throws(SettingError) -> String? {
        if let flag { return flag }
        for source in [environment, dotEnv] {
            let direct = source[name].flatMap { $0.isEmpty ? nil : $0 }
            let path = source[name + "_FILE"].flatMap { $0.isEmpty ? nil : $0 }
            switch (direct, path) {
            case (.some, .some): throw SettingError("\(name) and \(name)_FILE are both set; keep one")
            case (let value?, nil): return value
            case (nil, let path?): return try contents(of: path, for: name)
            case (nil, nil): continue
            }
        }
        return nil
    }

    /// A secret. It is never part of an error.
    public func secret(_ name: String) throws(SettingError) -> Secret? {
        guard let value = try text(name) else { return nil }
        guard !value.contains("${") else {
            throw SettingError("\(name) holds an unexpanded ${…}: whatever starts this program did not put the value in")
        }
        guard value.unicodeScalars.allSatisfy({ 0x21...0x7E ~= $0.value }) else {
            throw SettingError("\(name) holds blanks or characters that a header cannot carry")
        }
        return Secret(value)
    }

    public func flag(_ name: String, flag: Bool = false) throws(SettingError) -> Bool {
        if flag { return true }
        guard let text = try text(name) else { return false }
        switch text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default: throw SettingError("\(name) must be true or false, not \"\(text)\"")
        }
    }

    /// Variables that look like ours and are not: most often a slip of the pen.
    public var unknownVariables: [String] {
        let names = Set(environment.keys).union(dotEnv.keys)
        return names.filter { name in
            let plain = name.hasSuffix("_FILE") ? String(name.dropLast(5)) : name
            return name.hasPrefix("MCP_") && KnownVariables.names.isDisjoint(with: [name, plain])
        }.sorted()
    }

    private func contents(of path: String, for name: String) throws(SettingError) -> String {
        guard let text = try FileText.read(path) else { throw SettingError("\(name)_FILE: \(path): no such file") }
        let value = text[...].trimmed
        guard !value.isEmpty else { throw SettingError("\(name)_FILE: \(path) is empty") }
        return String(value)
    }
}

extension SettingsReader: CustomStringConvertible, CustomReflectable {
    /// The environment has secrets in it, and somebody may print whatever holds this.
    public var description: String { "SettingsReader" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
