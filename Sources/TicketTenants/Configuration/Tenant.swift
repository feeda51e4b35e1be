internal import MCPCore
public import MCPTransportHTTP
public import TicketServer
public import TicketTools

/// One organisation that the server works for: where its tickets are, who belongs to it, what they may do.
public struct Tenant: Sendable {
    /// Which access tokens are the tenant's. What is left out is not looked at; with nothing of it none is.
    public struct Identity: Sendable, Hashable {
        public var issuer: String?
        /// A claim, and the value that it has in tokens of this tenant.
        public var claim: (name: String, value: String)? {
            get { claimName.flatMap { name in claimValue.map { (name, $0) } } }
            set { (claimName, claimValue) = (newValue?.name, newValue?.value) }
        }
        var claimName: String?
        var claimValue: String?

        public init() {}
    }

    /// 1 to 63 of `a-z 0-9 -`, as it stands in addresses: `/t/acme/mcp`.
    public let id: String
    public var title: String?
    public var introduction: String?
    public var configuration: TicketConfiguration
    public var upstream: UpstreamSettings
    public var identity = Identity()
    public var limits = HTTPLimits()
    public var safety = SafetySettings()
    /// What events are signed with that are posted to the tenant; none where nobody posts any.
    public var webhookSecrets: [WebhookSecret] = []
    /// Two tenants with the same one are configured alike, secrets included. A digest.
    var fingerprint: [UInt8] = []

    public init(id: String, configuration: TicketConfiguration, upstream: UpstreamSettings = UpstreamSettings()) {
        self.id = id
        self.configuration = configuration
        self.upstream = upstream
    }

    static func isID(_ text: Substring) -> Bool {
        1...63 ~= text.utf8.count
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
