import Foundation
import Logging
import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing
import TicketServer

@testable import TicketTenants

/// What SIGHUP does, without the signal: tenants and keys are read again while the server runs.
@Suite(.timeLimit(.minutes(2))) struct TenantReloadTests {
    @Test func whoStaysTheSameKeepsSessionsAndWhoChangesStartsAnew() async throws {
        try await TwoTenants.run { tenants, url async throws in
            let acme = try await LiveClient(url, key: tenants.keys.acme).opened()
            let beta = try await LiveClient(url, key: tenants.keys.beta).opened()
            try tenants.write(beta: "    tools: {read_only: true}")
            tenants.service.reload()
            #expect(try await acme.call("get_ticket_list").status == 200)
            #expect(try await beta.call("get_ticket_list").status == 404, "its session ended with what it was opened under")
            #expect(try await LiveClient(url, key: tenants.keys.beta).tools().count == 8)
            // A new secret is a change as well.
            try tenants.folder.write("acme.key", "canary-second")
            tenants.service.reload()
            #expect(try await acme.call("get_ticket_list").status == 404)
            _ = try await LiveClient(url, key: tenants.keys.acme).opened().call("get_ticket_list")
            #expect(tenants.acmeDesk.requests.last?.headers["x-api-key"] == "canary-second")
        }
    }

    @Test func aTenantThatIsGoneIsUnknown() async throws {
        try await TwoTenants.run { tenants, url async throws in
            let beta = LiveClient(url, key: tenants.keys.beta)
            #expect(try await beta.call("get_ticket_list", path: "/t/beta/mcp").status == 200)
            let yaml = try tenants.folder.read("tenants.yaml")
            try tenants.folder.write("tenants.yaml", String(yaml[..<(try #require(yaml.range(of: "  beta:")).lowerBound)]))
            tenants.service.reload()
            #expect(try await beta.call("get_ticket_list", path: "/t/beta/mcp").status == 404)
            #expect(try await beta.call("get_ticket_list").status == 403)
            #expect(try await LiveClient(url, key: tenants.keys.acme).call("get_ticket_list").status == 200)
        }
    }

    @Test(arguments: [
        "tenants: [", "", "tenants:\n  acme: {}\n", "no: 1\n", "tenants:\n  acme: {base_url: 'https://x.example', typo: 1}\n",
    ])
    func aBadFileChangesNothingAndSaysWhy(_ text: String) async throws {
        try await TwoTenants.run { tenants, url async throws in
            let acme = try await LiveClient(url, key: tenants.keys.acme).opened()
            try tenants.folder.write("tenants.yaml", text)
            tenants.service.reload()
            #expect(try await acme.call("get_ticket_list").status == 200)
            #expect(try await LiveClient(url, key: tenants.keys.beta).tools().count == 11)
            let entry = try #require(tenants.log.entries.last { $0.level == .error })
            #expect(entry.message.contains("not reloaded") && entry.metadata["reason"]?.contains("tenants.yaml") == true)
        }
    }

    @Test func keysComeAndGo() async throws {
        try await TwoTenants.run { tenants, url async throws in
            let path = tenants.folder.file("keys.json")
            var file = try #require(try KeyFile.read(path))
            let second = try file.add(tenant: "beta", scopes: [], note: nil)
            try file.write(path)
            let (old, new) = (LiveClient(url, key: tenants.keys.beta), LiveClient(url, key: second))
            #expect(try await new.call("get_ticket_list").status == 401, "not before the reload")
            tenants.service.reload()
            for client in [old, new] { #expect(try await client.call("get_ticket_list").status == 200, "both are good") }
            let session = try await old.opened()
            #expect(file.remove(try #require(AccessKey(tenants.keys.beta)).id))
            try file.write(path)
            tenants.service.reload()
            #expect(try await session.call("get_ticket_list").status == 401)
            #expect(try await new.call("get_ticket_list").status == 200)
            try tenants.folder.write("keys.json", "{")
            tenants.service.reload()
            #expect(try await new.call("get_ticket_list").status == 200)
            #expect(tenants.log.entries.contains { $0.level == .error && $0.metadata["reason"]?.contains("keys.json") == true })
        }
    }

    @Test func nothingThatIsLoggedHoldsASecret() async throws {
        try await TwoTenants.run { tenants, url async throws in
            _ = try await LiveClient(url, key: tenants.keys.acme).call("get_ticket_list")
            _ = try await LiveClient(url, key: tenants.keys.beta + "x").call("get_ticket_list")
            tenants.service.reload()
            try tenants.folder.write("tenants.yaml", "tenants: {acme: {base_url: 'https://x.example', api_key: canary-inline}}")
            tenants.service.reload()
            let text = tenants.log.entries.map { "\($0.message) \($0.metadata)" }.joined() + tenants.audit.text
            #expect(!text.contains("canary") && !text.contains("tmk_"), "\(text)")
        }
    }
}
