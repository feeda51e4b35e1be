import Foundation
import MCPCore
import Testing

@testable import TicketServer

/// `ticket-mcp-stdio install`, with the program as it is shipped and a home of the test's own.
@Suite(.timeLimit(.minutes(2))) struct InstallTests {
    private static let url = "https://desk.example/api"
    private static let key = "key-that-nobody-may-see"
    #if canImport(Darwin)
        private static let applications = "Library/Application Support"
    #else
        private static let applications = ".config"
    #endif

    private static func path(_ client: String) -> String {
        switch client {
        case "claude-desktop": "\(applications)/Claude/claude_desktop_config.json"
        case "claude-code": ".claude.json"
        case "vscode": "\(applications)/Code/User/mcp.json"
        default: ".cursor/mcp.json"
        }
    }

    private func install(
        _ client: String, _ more: [String] = ["--api-base-url", url], in home: Home, environment: [String: String] = [:]
    ) async throws -> ShippedProgram.Outcome {
        try await ShippedProgram("ticket-mcp-stdio").run(["install", "--client", client] + more, in: home, environment: environment)
    }

    @Test(arguments: ["claude-desktop", "claude-code", "vscode", "cursor"]) func eachClientStartsTheProgram(_ client: String) async throws {
        let home = try Home()
        let outcome = try await install(client, in: home, environment: ["MCP_API_KEY": Self.key])
        #expect(outcome.isSuccess, "\(outcome.output)")
        let written = try JSON(parsing: home.read(Self.path(client)))
        let entry = try #require(written[client == "vscode" ? "servers" : "mcpServers"]?["tickets"])
        #expect(entry["command"]?.string?.hasSuffix("/ticket-mcp-stdio") == true && entry["args"] == [])
        #expect(entry["env"]?["MCP_API_BASE_URL"] == .string(Self.url))
        #expect((entry["type"] == "stdio") == ["vscode", "claude-code"].contains(client))
        // VS Code asks for the key and keeps it itself; into the file it goes with no client.
        #expect((entry["env"]?["MCP_API_KEY"] == "${input:ticket-api-key}") == (client == "vscode"))
        #expect((written["inputs"]?[0]?["password"] == true) == (client == "vscode"))
        #expect(try !home.read(Self.path(client)).contains(Self.key) && !outcome.output.contains(Self.key))
        #expect(try home.mode(Self.path(client)) == 0o600)

        let again = try await install(client, in: home, environment: ["MCP_API_KEY": Self.key])
        #expect(again.isSuccess && again.output.contains("nothing was changed"), "\(again.output)")
        let folder = URL(filePath: Self.path(client)).deletingLastPathComponent().relativePath
        #expect(try !home.names(in: folder).contains { $0.contains("backup") || $0.hasSuffix(".new") })
    }

    @Test func whatIsThereStaysAndIsKept() async throws {
        let home = try Home()
        let before = """
            {
                // mine
                "theme": "dark",
                "mcpServers": {
                    "other": {"command": "x", "unknown": [1, 2]}, // keep
                },
            }

            """
        try home.write(".cursor/mcp.json", before)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: home.file(".cursor/mcp.json"))
        let outcome = try await install("cursor", in: home)
        #expect(outcome.isSuccess, "\(outcome.output)")
        let after = try home.read(".cursor/mcp.json")
        for line in before.split(separator: "\n") { #expect(after.contains(line), "\(line)") }
        let names = try home.names(in: ".cursor")
        let copy = try #require(names.first { $0.hasPrefix("mcp.json.backup-") })
        #expect(names.count == 2)
        #expect(try home.read(".cursor/\(copy)") == before)
        #expect(try home.mode(".cursor/\(copy)") == 0o600)
        #expect(try home.mode(".cursor/mcp.json") == 0o640)
    }

    @Test func anotherServerOfTheNameIsReplacedOnlyWhenTold() async throws {
        let home = try Home()
        let before = #"{"mcpServers": {"tickets": {"command": "mine"}, "b": {}}}"#
        try home.write(".claude.json", before)
        let refused = try await install("claude-code", in: home)
        #expect(!refused.isSuccess && refused.output.contains("--replace"), "\(refused.output)")
        #expect(try home.read(".claude.json") == before)
        let named = try await install("claude-code", ["--api-base-url", Self.url, "--name", "desk"], in: home)
        #expect(named.isSuccess)
        let replaced = try await install("claude-code", ["--api-base-url", Self.url, "--replace"], in: home)
        #expect(replaced.isSuccess, "\(replaced.output)")
        let servers = try JSON(parsing: home.read(".claude.json"))["mcpServers"]
        #expect(servers?["tickets"]?["command"] == servers?["desk"]?["command"] && servers?["b"] == [:])
    }

    @Test func aBrokenFileIsRefusedWithThePlace() async throws {
        let home = try Home()
        let before = "{\n  \"mcpServers\": {,}\n}"
        try home.write(".cursor/mcp.json", before)
        let outcome = try await install("cursor", in: home)
        #expect(!outcome.isSuccess && outcome.output.contains("mcp.json:2:18: "), "\(outcome.output)")
        #expect(try home.read(".cursor/mcp.json") == before)
        #expect(try home.names(in: ".cursor") == ["mcp.json"])
    }

    @Test func aKeyIsWrittenOnlyWhenTold() async throws {
        let home = try Home()
        let without = try await install("cursor", ["--api-base-url", Self.url, "--with-key"], in: home)
        #expect(!without.isSuccess && without.output.contains("MCP_API_KEY"))
        let with = try await install(
            "cursor", ["--api-base-url", Self.url, "--with-key"], in: home, environment: ["MCP_API_KEY": Self.key])
        #expect(with.isSuccess && !with.output.contains(Self.key), "\(with.output)")
        #expect(try JSON(parsing: home.read(".cursor/mcp.json"))["mcpServers"]?["tickets"]?["env"]?["MCP_API_KEY"] == .string(Self.key))

        try home.write("desk.key", Self.key)
        let file = try await install("vscode", ["--api-base-url", Self.url, "--api-key-file", "desk.key"], in: home)
        #expect(file.isSuccess, "\(file.output)")
        let environment = try JSON(parsing: home.read(Self.path("vscode")))["servers"]?["tickets"]?["env"]
        #expect(environment?["MCP_API_KEY_FILE"]?.string?.hasSuffix("/desk.key") == true && environment?["MCP_API_KEY"] == nil)
    }

    @Test func printingWritesNothingAndShowsNoKey() async throws {
        let home = try Home()
        let outcome = try await install(
            "claude-desktop", ["--api-base-url", Self.url, "--with-key", "--print"], in: home, environment: ["MCP_API_KEY": Self.key])
        #expect(outcome.isSuccess && outcome.output.contains("claude_desktop_config.json") && !outcome.output.contains(Self.key))
        let document = String(outcome.output.drop { $0 != "{" })
        #expect(try JSON(parsing: document)["mcpServers"]?["tickets"] != nil, "\(outcome.output)")
        #expect(try home.names(in: ".").isEmpty)
    }

    /// The variables stay in their file: the client is told where it is, and nothing that stands in it.
    @Test func aFileOfVariablesIsNamedAndNotCopied() async throws {
        let home = try Home()
        try home.write("desk.env", "MCP_API_BASE_URL=\(Self.url)\nMCP_API_KEY=\(Self.key)\n")
        let outcome = try await install("vscode", ["--env-file", "desk.env", "--time-zone", "Asia/Tokyo"], in: home)
        #expect(outcome.isSuccess, "\(outcome.output)")
        let entry = try JSON(parsing: home.read(Self.path("vscode")))["servers"]?["tickets"]
        #expect(entry?["args"]?[0] == "--env-file" && entry?["args"]?[1]?.string?.hasSuffix("/desk.env") == true)
        #expect(entry?["env"] == ["MCP_TIME_ZONE": "Asia/Tokyo"])
    }

    @Test func aLinkIsFollowed() async throws {
        let home = try Home()
        try home.write("dotfiles/cursor.json", "{}\n")
        try FileManager.default.createDirectory(atPath: home.file(".cursor"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: home.file(".cursor/mcp.json"), withDestinationPath: "../dotfiles/cursor.json")
        #expect(try await install("cursor", in: home).isSuccess)
        #expect(try home.names(in: ".cursor") == ["mcp.json"])
        #expect(try home.read("dotfiles/cursor.json").contains(Self.url))
    }

    @Test func theSameTimeAndAChangeMeanwhileLoseNothing() throws {
        let home = try Home()
        let path = try home.write("a.json", "{}")
        for text in ["1", "2"] { _ = try SettingsFile(path: path).replace(with: text, time: "now") }
        #expect(try home.names(in: ".") == ["a.json", "a.json.backup-now", "a.json.backup-now-2"])
        let seen = try SettingsFile(path: path)
        try home.write("a.json", "theirs")
        #expect(throws: InstallError.self) { _ = try seen.replace(with: "ours", time: "now") }
        #expect(try home.read("a.json") == "theirs")
    }

    @Test(
        arguments: [
            (["--client", "emacs"], "client"), (["--client", "cursor"], "MCP_API_BASE_URL"),
            (["--client", "cursor", "--api-base-url", "desk.example"], "https://"),
            (["--client", "cursor", "--api-base-url", url, "--api-key-file", "none"], "none: no such file"),
            (["--client", "cursor", "--api-base-url", url, "--name", "my tickets"], "--name"),
            (["--client", "cursor", "--api-base-url", url, "--time-zone", "Mars"], "zone"),
            (["--client", "cursor", "--demo", "--with-key"], "--demo"),
        ]) func whatCannotWorkIsRefused(_ arguments: [String], _ words: String) async throws
    {
        let home = try Home()
        let outcome = try await ShippedProgram("ticket-mcp-stdio").run(["install"] + arguments, in: home)
        #expect(!outcome.isSuccess && outcome.output.contains(words), "\(outcome.output)")
        #expect(try home.names(in: ".").isEmpty)
    }
}
