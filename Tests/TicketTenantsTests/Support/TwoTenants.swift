import Logging
import MCPCore
import MCPTesting
import MCPTransportHTTP
import TicketServer

@testable import TicketTenants

/// A server for the tenants acme and beta, each with a ticket API of its own, over real connections.
final class TwoTenants: Sendable {
    let folder: Folder
    let log = LogCollector()
    let audit: Lines
    let service: TenantService
    /// Keys of the tenants, and one for no tenant.
    let keys: (acme: String, other: String, beta: String, none: String)
    let acmeURL: String
    let betaURL: String

    final class Lines: AuditSink {
        private let state = Observed("")
        var text: String { state.state }
        func write(_ lines: [UInt8]) async throws(AuditSinkError) { state.change { $0 += String(decoding: lines, as: UTF8.self) } }
    }

    static let apiKeys = (acme: "canary-upstream-acme", beta: "canary-upstream-beta")

    /// - Parameters:
    ///   - more: settings of acme and beta, indented by four blanks.
    ///   - others: finds out who comes with something else than a key.
    static func run(
        acme: String = "", beta: String = "", others: any AuthProvider = Nobody(), settings: TicketSettings? = nil,
        _ body: @escaping @Sendable (TwoTenants, _ url: String) async throws -> Void
    ) async throws {
        let settings = try settings ?? Self.settings()
        let (acmeDesk, betaDesk) = (FakeDesk("acme"), FakeDesk("beta"))
        try await LiveServer.run(acmeDesk) { acmeURL in
            try await LiveServer.run(betaDesk) { betaURL in
                let tenants = try TwoTenants(acmeURL, betaURL, (acmeDesk, betaDesk), (acme, beta), others, settings)
                try await LiveServer.run(tenants.service.router) { url in try await body(tenants, url) }
            }
        }
    }

    static func settings() throws -> TicketSettings {
        try TicketSettings(TicketOptions.Values(), SettingsReader(environment: EnvironmentVariables([:]), dotEnvPath: "/dev/null"))
    }

    private let desks: (FakeDesk, FakeDesk)
    var acmeDesk: FakeDesk { desks.0 }
    var betaDesk: FakeDesk { desks.1 }

    private init(
        _ acmeURL: String, _ betaURL: String, _ desks: (FakeDesk, FakeDesk), _ more: (String, String), _ others: any AuthProvider,
        _ settings: TicketSettings
    ) throws {
        self.desks = desks
        self.acmeURL = acmeURL
        self.betaURL = betaURL
        folder = try Folder()
        var file = KeyFile()
        keys = (
            try file.add(tenant: "acme", scopes: [], note: nil), try file.add(tenant: "acme", scopes: ["tickets:read"], note: "reader"),
            try file.add(tenant: "beta", scopes: [], note: nil), try file.add(tenant: nil, scopes: [], note: nil)
        )
        try file.write(folder.file("keys.json"))
        try folder.write("acme.key", Self.apiKeys.acme + "\n")
        try folder.write("beta.key", Self.apiKeys.beta)
        try folder.write("tenants.yaml", Self.yaml(folder, acmeURL, betaURL, more.0, more.1))
        audit = Lines()
        let ring = try KeyRing(path: folder.file("keys.json"))
        var base = HTTPConfiguration(auth: others, asksForIdentity: true)
        base.limits.callsPerSecond = 0
        service = try TenantService(
            path: folder.file("tenants.yaml"), keys: ring, settings: settings, base: base, environment: EnvironmentVariables([:]),
            audit: AuditLog(audit, logger: log.logger()), logger: log.logger())
    }

    static func yaml(_ folder: Folder, _ acmeURL: String, _ betaURL: String, _ acme: String = "", _ beta: String = "") -> String {
        """
        tenants:
          acme:
            base_url: \(acmeURL)
            upstream: {auth: static, api_key_file: \(folder.file("acme.key"))}
        \(acme)
          beta:
            base_url: \(betaURL)
            upstream: {auth: static, api_key_file: \(folder.file("beta.key"))}
        \(beta)

        """
    }

    func write(acme: String = "", beta: String = "") throws {
        try folder.write("tenants.yaml", Self.yaml(folder, acmeURL, betaURL, acme, beta))
    }
}

/// Knows nobody.
struct Nobody: ImmediateAuthProvider {
    func identify(_ request: AuthRequest) throws(AuthError) -> Principal {
        throw AuthError(.unauthenticated, "Send a token", challenge: "Bearer")
    }
}
