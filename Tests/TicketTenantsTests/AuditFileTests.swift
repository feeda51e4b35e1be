import Foundation
import MCPCore
import Testing
import TicketServer

/// The audit log's file, as operators treat it.
@Suite struct AuditFileTests {
    private func bytes(_ text: String) -> [UInt8] { Array("\(text)\n".utf8) }

    @Test func linesAreAppendedAndTheFileIsItsOwnersAlone() async throws {
        let folder = try Folder()
        try folder.write("audit.log", "before\n")
        let sink = try FileAuditSink(path: folder.file("audit.log"))
        try await sink.write(bytes("a"))
        let second = try FileAuditSink(path: folder.file("audit.log"))
        try await second.write(bytes("b"))
        try await sink.write(bytes("c"))
        #expect(try folder.read("audit.log") == "before\na\nb\nc\n")
        let fresh = try FileAuditSink(path: folder.file("fresh.log"))
        try await fresh.write(bytes("a"))
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file("fresh.log"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func aFileThatWasMovedOrRemovedIsOpenedAnew() async throws {
        let folder = try Folder()
        let path = folder.file("audit.log")
        let sink = try FileAuditSink(path: path)
        try await sink.write(bytes("a"))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try await sink.write(bytes("b"))
        try FileManager.default.removeItem(atPath: path)
        try await sink.write(bytes("c"))
        #expect(try folder.read("audit.log") == "c\n" && folder.read("audit.log.1") == "a\n")
        // A rotation that puts an empty file in its place.
        try FileManager.default.moveItem(atPath: path, toPath: path + ".2")
        try folder.write("audit.log", "")
        try await sink.write(bytes("e"))
        #expect(try folder.read("audit.log") == "e\n" && folder.read("audit.log.2") == "c\n")
        try FileManager.default.moveItem(atPath: path, toPath: path + ".3")
        try sink.reopen()
        try await sink.write(bytes("d"))
        #expect(try folder.read("audit.log") == "d\n")
    }

    @Test func whatCannotBeWrittenIsAnErrorAndNotALoss() async throws {
        let folder = try Folder()
        #expect(throws: SettingError.self) { _ = try FileAuditSink(path: folder.file("no/such/folder/audit.log")) }
        let sink = try FileAuditSink(path: "/dev/full")
        await #expect(throws: AuditSinkError.self) { try await sink.write(bytes("a")) }
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("elsewhere"))
        #expect(throws: SettingError.self) { _ = try FileAuditSink(path: folder.file("link")) }
    }
}

@Suite struct SafetySettingTests {
    private func settings(_ variables: [String: String]) throws -> TicketSettings {
        try TicketSettings(TicketOptions.Values(), SettingsReader(environment: EnvironmentVariables(variables), dotEnvPath: "/dev/null"))
    }

    @Test func variablesAreTheSwitches() throws {
        let safety = try settings([
            "MCP_READ_ONLY": "true", "MCP_TOOLSETS": "tickets, masters", "MCP_ALLOW_TOOLS": "get_ticket_list",
            "MCP_DENY_TOOLS": "get_users",
            "MCP_CONFIRM": "all-writes", "MCP_CONFIRM_FALLBACK": "allow", "MCP_TOOL_SCOPES": "update_ticket=a,update_ticket=b",
        ]).safety
        #expect(safety.restrictions.isReadOnly && safety.restrictions.selected == ["tickets", "masters"])
        #expect(safety.restrictions.allowed == ["get_ticket_list"] && safety.restrictions.denied == ["get_users"])
        #expect(safety.confirmation == ConfirmationPolicy(.allWrites, fallback: .allow))
        #expect(safety.scopes == ["update_ticket": ["a", "b"]])
    }

    @Test(arguments: [
        ("MCP_READ_ONLY", "maybe"), ("MCP_TOOLSETS", "ticket"), ("MCP_ALLOW_TOOLS", "get_all"), ("MCP_DENY_TOOLS", "get_all"),
        ("MCP_CONFIRM", "often"), ("MCP_CONFIRM_FALLBACK", "ask"), ("MCP_TOOL_SCOPES", "update_ticket"), ("MCP_TOOL_SCOPES", "x=y"),
        ("MCP_AUDIT_LOSS", "ignore"), ("MCP_UPSTREAM_AUTH", "passthrough"), ("MCP_UPSTREAM_HOSTS", "https://x"),
    ])
    func aMisspeltSwitchStopsTheStart(_ name: String, _ value: String) {
        #expect(throws: SettingError.self) { _ = try settings([name: value]) }
    }

    @Test func theUpstreamMustBeOnTheList() throws {
        #expect(throws: SettingError.self) {
            _ = try settings(["MCP_API_BASE_URL": "https://desk.example", "MCP_UPSTREAM_HOSTS": "other.example"])
        }
        _ = try settings(["MCP_API_BASE_URL": "https://desk.example", "MCP_UPSTREAM_HOSTS": "other.example,desk.example"])
    }

    @Test func ofTwoPoliciesTheStricterHolds() throws {
        var strict = SafetySettings()
        strict.confirmation = ConfirmationPolicy(.allWrites, fallback: .refuse)
        var lax = SafetySettings()
        lax.confirmation = ConfirmationPolicy(.destructive, fallback: .allow)
        for result in [strict.narrowed(by: lax), lax.narrowed(by: strict)] { #expect(result.confirmation == strict.confirmation) }
        #expect(SafetySettings().narrowed(by: lax).confirmation == lax.confirmation)
        #expect(lax.narrowed(by: SafetySettings()).confirmation == lax.confirmation)
    }
}
