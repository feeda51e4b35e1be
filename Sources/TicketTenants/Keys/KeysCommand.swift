public import ArgumentParser
internal import TicketServer
internal import TicketTools

/// `keys new`, `keys list`, `keys revoke`: the keys that clients show.
public struct KeysCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, list and revoke the keys that clients show.",
        discussion: "A running server takes the change over on SIGHUP.",
        subcommands: [New.self, List.self, Revoke.self])

    public init() {}

    struct File: ParsableArguments {
        @Option(help: ArgumentHelp("The key file (MCP_KEYS_FILE).", valueName: "path"))
        var file: String?

        func path() throws(SettingError) -> String {
            let reader = try SettingsReader(environment: .ofProcess(), dotEnvPath: nil)
            guard let path = try reader.text("MCP_KEYS_FILE", flag: file) else { throw SettingError("say --file, or set MCP_KEYS_FILE") }
            return path
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key. It is shown once and kept nowhere: the file holds its hash.")

        @OptionGroup var file: File
        @Option(help: ArgumentHelp("The tenant that the key is for.", valueName: "id"))
        var tenant: String?
        @Option(help: ArgumentHelp("A scope that the key gives; may be given several times. (default: everything)", valueName: "scope"))
        var scope: [String] = []
        @Option(help: ArgumentHelp("For people: whose key it is.", valueName: "text"))
        var note: String?

        func run() throws {
            let path = try file.path()
            guard tenant.map({ Tenant.isID($0[...]) }) ?? true else { throw SettingError("--tenant is 1 to 63 of a-z 0-9 -") }
            for scope in scope where TicketScope(rawValue: scope) == nil {
                throw SettingError(
                    "--scope must be one of \(TicketScope.allCases.map(\.rawValue).joined(separator: ", ")), not \"\(scope)\"")
            }
            Console.say(
                try KeyFile.change(path) { keys throws(SettingError) in try keys.add(tenant: tenant, scopes: scope, note: note) })
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys by their ids.")

        @OptionGroup var file: File

        func run() throws {
            for key in try KeyFile.read(try file.path())?.entries ?? [] {
                let scopes = key.scopes.isEmpty ? "everything" : key.scopes.joined(separator: ",")
                Console.say("\(key.id)\t\(key.tenant ?? "-")\t\(scopes)\t\(key.created)\t\(key.note ?? "")")
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key.")

        @OptionGroup var file: File
        @Argument(help: ArgumentHelp("The key's id, as list shows it.", valueName: "id"))
        var id: String

        func run() throws {
            let path = try file.path()
            try KeyFile.change(path) { keys throws(SettingError) in
                guard keys.remove(id) else { throw SettingError("there is no key \(id)") }
            }
        }
    }
}
