public import ArgumentParser
internal import MCPCore
internal import TicketTools

/// `install`: puts this program into the settings of an MCP client.
public struct InstallCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Put this program into the settings of an MCP client.",
        discussion: """
            Only the entry of this program is written: other servers, unknown keys and comments stay as they are, and a copy of the file \
            is kept beside it. The address of the ticket API comes from --api-base-url or MCP_API_BASE_URL. Its key is written only with \
            --with-key; otherwise name a file that holds it with --api-key-file, or a file of variables with --env-file, or type it into \
            VS Code, which asks for it.
            """)

    @Option(help: ArgumentHelp("claude-desktop, claude-code, vscode or cursor.", valueName: "client"))
    var client: ClientApplication

    @Option(help: ArgumentHelp("What the client calls this server.", valueName: "name"))
    var name = "tickets"

    @Option(
        name: .customLong("api-key-file"),
        help: ArgumentHelp("A file that holds the API's key; its path is written (MCP_API_KEY_FILE).", valueName: "path"))
    var apiKeyFile: String?

    @Flag(name: .customLong("with-key"), help: "Write the key itself, from MCP_API_KEY, into the client's settings.")
    var withKey = false

    @Option(help: ArgumentHelp("Write this file instead of the client's own, such as .mcp.json of a project.", valueName: "path"))
    var file: String?

    @Flag(help: "Replace another entry of the same name.")
    var replace = false

    @Flag(name: .customLong("print"), help: "Show what would be written, and write nothing.")
    var printsOnly = false

    // The very group of the program: its options are taken out of the command line before this command sees it.
    @OptionGroup var options: TicketOptions

    private static let keyVariable = "MCP_API_KEY"

    public init() {}

    public func run() throws {
        let environment = EnvironmentVariables.ofProcess()
        let reader = try SettingsReader(environment: environment, dotEnvPath: options.envFile)
        let installation = try installation(reader)
        guard let path = file ?? client.settingsPath(environment) else {
            throw InstallError("HOME is not set: say where the settings of \(client.name) are, with --file")
        }
        if printsOnly {
            Console.say("\(path):\n" + (try installation.document))
            return
        }
        let target = try SettingsFile(path: path)
        guard let new = try installation.put(into: target.text, path: target.path) else {
            Console.say("\(target.path) has this server already; nothing was changed.")
            return
        }
        let time = WallClock.timestamp(WallClock.now).filter { $0 != "-" && $0 != ":" && $0 != "." }
        let copy = try target.replace(with: new, time: time)
        Console.say(summary(target.path, copy, installation))
    }

    private func installation(_ reader: SettingsReader) throws -> Installation {
        guard !name.isEmpty, name.utf8.count <= 64, name.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\"") }) else {
            throw InstallError("--name is 1 to 64 characters without blanks and quotes")
        }
        guard let command = ExecutablePath.current else { throw InstallError("the path of this program cannot be found out") }
        var installation = Installation(client: client, name: name, command: command)
        installation.replaces = replace
        // Checks what was said as the server would.
        let settings = try TicketSettings(options.values, reader)
        installation.variables = try variables(reader)
        if let file = options.envFile { installation.arguments += ["--env-file", try absolute(file)] }
        guard !settings.isDemo else {
            guard apiKeyFile == nil, !withKey else { throw InstallError("--demo wants no key; take away --demo, or what names a key") }
            guard ExecutablePath.sibling("ticket-api") != nil else {
                throw InstallError("--demo needs the program ticket-api in the folder of this one, and there is none")
            }
            installation.arguments.append("--demo")
            return installation
        }
        guard settings.tickets.baseURL != nil else {
            throw InstallError("say --api-base-url, or set MCP_API_BASE_URL; --demo needs none")
        }
        switch (apiKeyFile, withKey) {
        case (.some, true): throw InstallError("--api-key-file and --with-key exclude each other")
        case (let path?, false): installation.variables.append(("\(Self.keyVariable)_FILE", try absolute(path)))
        case (nil, true):
            guard let key = try reader.secret(Self.keyVariable) else { throw InstallError("--with-key needs \(Self.keyVariable)") }
            installation.variables.append((Self.keyVariable, printsOnly ? "…" : key.reveal()))
        case (nil, false): installation.asksForKey = client.asksForSecrets && options.envFile == nil
        }
        return installation
    }

    /// What was said here, and what stands in the environment; not what stands in the file of variables, which the server reads itself.
    private func variables(_ reader: SettingsReader) throws -> [(name: String, value: String)] {
        var variables: [(name: String, value: String)] = []
        for (name, said) in Self.copied(options) {
            if let value = options.envFile == nil ? try reader.text(name, flag: said) : said { variables.append((name, value)) }
        }
        if options.showEmail { variables.append(("MCP_SHOW_EMAIL", "true")) }
        return variables
    }

    private static func copied(_ options: TicketOptions) -> [(name: String, said: String?)] {
        [("MCP_API_BASE_URL", options.apiBaseURL), ("MCP_TIME_ZONE", options.timeZone), ("MCP_LOG_LEVEL", options.logLevel)]
    }

    /// The client starts this program in a folder of its choice.
    private func absolute(_ path: String) throws -> String {
        guard let resolved = FileText.absolutePath(path) else { throw InstallError("\(path): no such file") }
        return resolved
    }

    private func summary(_ path: String, _ copy: String?, _ installation: Installation) -> String {
        var lines = ["\(path) has the server \"\(name)\" now."]
        if let copy { lines.append("What it was: \(copy)") }
        if !options.demo, options.envFile == nil, apiKeyFile == nil, !withKey, !installation.asksForKey {
            lines.append(
                "No key is written: if the ticket API wants one, say --replace --api-key-file PATH, or --replace --with-key with MCP_API_KEY set."
            )
        }
        lines.append(client.nextStep)
        return lines.joined(separator: "\n")
    }
}
