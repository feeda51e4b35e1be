internal import ArgumentParser
internal import TicketServer

/// `healthcheck`: whether the server of this container is ready. For images, which have no curl.
struct HealthcheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck", abstract: "Ask the server on this machine whether it is ready; fails if it is not.",
        discussion: """
            Speaks plain HTTP to 127.0.0.1, or to MCP_HOST (--host) where that is one address, at PORT (--port). Where MCP_ALLOWED_HOSTS is set, its first name is \
            shown, since others are refused. A server that does TLS itself cannot be asked this way.
            """)

    @Option(help: ArgumentHelp("What to ask.", valueName: "path"))
    var path = "/ready"

    @Option(help: ArgumentHelp("Seconds to wait.", valueName: "seconds"))
    var timeout = 4

    // The very group of the program: its options are taken out of the command line before this command sees it.
    @OptionGroup(visibility: .hidden) var listening: ServerOptions

    func run() throws {
        let reader = try SettingsReader(environment: .ofProcess(), dotEnvPath: nil)
        let port = try listening.port ?? ServerSettings.number("PORT", reader.text("PORT"), 0...65_535) ?? 8_080
        guard 1...65_535 ~= port else { throw ValidationError("--port must be from 1 to 65535, not \(port)") }
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw ValidationError("--path must begin with a slash")
        }
        guard 1...60 ~= timeout else { throw ValidationError("--timeout must be from 1 to 60 seconds") }
        let names = try ServerSettings.list(reader.text("MCP_ALLOWED_HOSTS"))
        let listening = try reader.text("MCP_HOST", flag: listening.host) ?? "127.0.0.1"
        let everywhere = ["0.0.0.0", "::", "localhost"]
        let probe = HealthProbe(
            address: everywhere.contains(listening) ? "127.0.0.1" : listening, port: port, host: names.first ?? "localhost", path: path,
            seconds: timeout)
        let answer = probe.ask()
        guard answer == .status(200) else {
            Console.say("\(path): \(answer)")
            throw ExitCode.failure
        }
    }
}
