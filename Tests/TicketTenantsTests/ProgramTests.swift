import Foundation
import MCPCore
import Subprocess
import Testing

/// Keys, tenants, the audit log and SIGHUP, with the program as it is shipped.
@Suite(.timeLimit(.minutes(2))) struct ProgramTests {
    private func run(_ arguments: [String], in folder: Folder) async throws -> (isSuccess: Bool, output: String) {
        let (isSuccess, output) = try await RunningProgram.run(arguments, in: folder)
        return (isSuccess, output.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    @Test func keysMadeAtTheSameMomentAreAllThere() async throws {
        let folder = try Folder()
        let made = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<12 {
                group.addTask { try await run(["keys", "new", "--file", "keys.json", "--note", "\(number)"], in: folder).output }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert(String($1.dropFirst(4).prefix(16))) }
        }
        #expect(made.count == 12)
        let list = try await run(["keys", "list", "--file", "keys.json"], in: folder).output
        #expect(Set(list.split(separator: "\n").map { String($0.prefix(16)) }) == made)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("")) == ["keys.json"])
    }

    @Test func aSignalTakesOverKeysTenantsAndTheAuditLog() async throws {
        let (folder, desk) = (try Folder(), FakeDesk("acme"))
        try await LiveServer.run(desk) { deskURL async throws in
            let key = try await run(["keys", "new", "--file", "keys.json", "--tenant", "acme", "--note", "Taro"], in: folder).output
            try #require(key.hasPrefix("tmk_") && key.utf8.count == 64, "\(key)")
            #expect(try !folder.read("keys.json").contains(key.suffix(43)))
            @Sendable func write(_ more: String = "") throws {
                try folder.write("tenants.yaml", "tenants: {acme: {base_url: '\(deskURL)'\(more)}}")
            }
            try write()
            let environment = [
                "MCP_TENANTS_FILE": "tenants.yaml", "MCP_KEYS_FILE": "keys.json", "MCP_AUDIT_LOG": "audit.log", "PORT": "0",
            ]
            let outcome = try await RunningProgram.run([], environment: environment, in: folder) { program in
                try await program.says("/health")
                let url = String(try #require(program.output.firstMatch(of: /is at (http:[^\s]+)/)).1)
                let client = LiveClient(url, key: key)
                #expect(try await client.call("get_ticket_list").said?.contains("acme-1") == true)
                #expect(try await client.tools(path: "/t/acme/mcp").count == 11)

                let second = try await run(["keys", "new", "--file", "keys.json", "--tenant", "acme"], in: folder).output
                #expect(
                    try await run(["keys", "revoke", "--file", "keys.json", String(key.dropFirst(4).prefix(16))], in: folder).isSuccess)
                let list = try await run(["keys", "list", "--file", "keys.json"], in: folder).output
                #expect(list.split(separator: "\n").count == 1 && list.hasPrefix(second.dropFirst(4).prefix(16)))
                try write(", tools: {read_only: true}")
                try FileManager.default.moveItem(atPath: folder.file("audit.log"), toPath: folder.file("audit.1"))
                try program.send(.terminalClosed)
                try await program.says("tenants reloaded")
                #expect(try await client.call("get_ticket_list").status == 401)
                let fresh = LiveClient(url, key: second)
                #expect(try await fresh.tools().count == 8)
                #expect(try await fresh.call("get_ticket_list").status == 200)
                #expect(try folder.read("audit.1").contains("get_ticket_list"))
                #expect(try folder.read("audit.log").split(separator: "\n").count == 1)

                try folder.write("tenants.yaml", "tenants: [")
                try program.send(.terminalClosed)
                try await program.says("tenants not reloaded")
                #expect(try await fresh.tools().count == 8)
                let written = try folder.read("audit.1") + folder.read("audit.log") + folder.read("keys.json") + program.output
                for secret in [key, second] { #expect(!written.contains(secret.suffix(43))) }
                try program.send(.terminate)
            }
            #expect(outcome.isSuccess && !outcome.output.contains("unknown variable"), "\(outcome.output)")
        }
    }

    @Test(
        arguments: [
            (["MCP_TENANTS_FILE": "tenants.yaml"], "needs MCP_KEYS_FILE or MCP_OAUTH_ENABLED"),
            (["MCP_KEYS_FILE": "none.json"], "none.json: no such file"),
            (["MCP_AUDIT_LOG": "no/such/folder/audit.log"], "the audit log"),
            (["MCP_UPSTREAM_AUTH": "header", "MCP_UPSTREAM_HEADER": "authorization"], "is for this server"),
            (["MCP_CONFIRM": "sometimes"], "MCP_CONFIRM must be one of"),
        ] as [([String: String], String)])
    func whatCannotBeServedSafelyDoesNotStart(_ environment: [String: String], _ words: String) async throws {
        let folder = try Folder()
        try folder.write("tenants.yaml", "tenants: {acme: {base_url: 'https://desk.example'}}")
        let outcome = try await RunningProgram.run([], environment: environment.merging(["PORT": "0"]) { $1 }, in: folder)
        #expect(!outcome.isSuccess && outcome.output.contains(words), "\(outcome.output)")
    }
}
