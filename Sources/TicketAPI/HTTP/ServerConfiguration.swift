public import Logging

/// How the service listens and what it is called.
public struct ServerConfiguration: Sendable {
    public var host = "127.0.0.1"
    /// 0 for any free port.
    public var port = 0
    public var keys = APIKeyRing.none
    /// Put before the paths in `url` and `Location`; empty for relative URLs.
    public var publicURL = ""
    /// Addresses that are told of every change.
    public var webhooks: [Webhook] = []
    public var now: @Sendable () -> Instant = { Instant.now() }
    public var logger = Logger(label: "ticket-api")

    public init() {}

    /// Whether only this machine can reach the host.
    public var isLoopback: Bool { LoopbackHost.contains(host) }

    /// Throws when anybody could act as any user from another machine.
    public func check() throws(ServerError) {
        if keys.isEmpty, !isLoopback { throw .openToOthers(host) }
    }
}
