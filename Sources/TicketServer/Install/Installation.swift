internal import MCPCore

/// An entry for this program in the settings of a client.
struct Installation {
    /// What VS Code keeps the key under.
    static let inputID = "ticket-api-key"

    var client: ClientApplication
    /// What the client calls the server.
    var name = "tickets"
    var command: String
    var arguments: [String] = []
    /// In the order in which they shall stand there.
    var variables: [(name: String, value: String)] = []
    /// The client asks for the key.
    var asksForKey = false
    /// An entry of that name that says something else is replaced.
    var replaces = false

    var path: [String] { [client.serversKey, name] }

    var entry: SettingsValue {
        var members: [SettingsValue.Member] = []
        if client.namesTransport { members.append(.init(key: "type", value: .string("stdio"))) }
        members.append(.init(key: "command", value: .string(command)))
        members.append(.init(key: "args", value: .array(arguments.map { .string($0) })))
        var environment = variables.map { SettingsValue.Member(key: $0.name, value: .string($0.value)) }
        if asksForKey { environment.append(.init(key: "MCP_API_KEY", value: .string("${input:\(Self.inputID)}"))) }
        if !environment.isEmpty { members.append(.init(key: "env", value: .object(environment))) }
        return .object(members)
    }

    /// What VS Code asks the person.
    private var question: SettingsValue {
        .object([
            .init(key: "type", value: .string("promptString")), .init(key: "id", value: .string(Self.inputID)),
            .init(key: "description", value: .string("Key of the ticket API")), .init(key: "password", value: .bool(true)),
        ])
    }

    /// A document with nothing but the entry.
    var document: String {
        get throws(InstallError) { try put(into: nil, path: "") ?? "" }
    }

    /// Puts the entry into a document. Everything else in it stays as it is.
    /// - Parameters:
    ///   - text: nil, or nothing but blanks, for a document that is not there yet.
    ///   - path: named in errors.
    /// - Returns: nil where it is there already.
    func put(into text: String?, path file: String) throws(InstallError) -> String? {
        let start = text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } ?? "{}\n"
        var document = try Self.parse(start, file)
        guard document.root.isObject else { throw InstallError("\(file): not a JSON object; nothing was changed") }
        if asksForKey, !asksAlready(document) {
            guard let changed = document.appending(question, at: ["inputs"]) else {
                throw InstallError("\(file): \"inputs\" is no array; nothing was changed")
            }
            document = try Self.parse(changed, file)
        }
        if let node = document.node(at: path) {
            guard document.json(node) != entry.json else { return nil }
            guard replaces else {
                throw InstallError(
                    "\(file): there is another server called \"\(name)\"; say --replace to replace it, or --name for another name")
            }
        }
        guard let changed = document.setting(entry, at: path) else {
            throw InstallError("\(file): \"\(client.serversKey)\" is no object; nothing was changed")
        }
        return changed
    }

    private func asksAlready(_ document: CommentedJSON) -> Bool {
        let inputs = document.node(at: ["inputs"]).flatMap(document.json)?.array ?? []
        return inputs.contains { $0["id"]?.string == Self.inputID }
    }

    private static func parse(_ text: String, _ file: String) throws(InstallError) -> CommentedJSON {
        do throws(CommentedJSON.Fault) {
            return try CommentedJSON(text)
        } catch {
            throw InstallError(
                "\(file):\(error.line):\(error.column): \(error.message); mend the file first, nothing was changed")
        }
    }
}
