internal import Foundation

/// An address that is told of every change by `POST`, and the secret that proves who tells it.
public struct Webhook: Sendable, Equatable, CustomStringConvertible {
    public let url: String
    let secret: [UInt8]
    /// How long to wait after the first failure in a row; twice as long after each further one.
    var firstWait = Duration.milliseconds(500)
    var longestWait = Duration.seconds(60)

    /// - Parameter url: `https`, or `http`, without user name and fragment. Events have titles and names in them: `http` is for a network
    ///   of one's own.
    public init(url: String, secret: String) throws(WebhookError) {
        let scheme = ["https://", "http://"].first { url.lowercased().hasPrefix($0) }
        let host = url.dropFirst(scheme?.utf8.count ?? 0).prefix { $0 != "/" && $0 != "?" }
        guard scheme != nil, !host.isEmpty, !host.contains("@"), url.utf8.count <= 2_000,
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
        else { throw .unusableURL }
        guard secret.utf8.count >= 16, secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unusableSecret }
        self.url = url
        self.secret = Array(secret.utf8)
    }

    /// The secret is never printed, nor what may be one: the path and the query.
    public var description: String {
        let start = url.range(of: "://")?.upperBound ?? url.startIndex
        return String(url[..<start] + url[start...].prefix { $0 != "/" && $0 != "?" })
    }

    /// `t=<seconds>,v1=<hex>`: HMAC-SHA256 over the seconds, a dot and the body. The time is part of it, so that a receiver can refuse what
    /// is played again later.
    func signature(of body: [UInt8], at seconds: Int64) -> String {
        let code = SHA256.authentication(of: Array("\(seconds).".utf8) + body, key: secret)
        return "t=\(seconds),v1=\(SHA256.hex(of: code))"
    }
}

/// Why a webhook cannot be used.
public enum WebhookError: Error, Sendable, Equatable, CustomStringConvertible {
    case unusableURL
    case unusableSecret
    case noSecret

    public var description: String {
        switch self {
        case .unusableURL: "--webhook-url must be an http or https address without user name and fragment"
        case .unusableSecret: "the secret of a webhook must be at least 16 printable ASCII characters without spaces"
        case .noSecret: "--webhook-url needs a secret: give TICKET_API_WEBHOOK_SECRET or --webhook-secret"
        }
    }
}

/// What a webhook is to be told next.
public enum WebhookWork: Sendable, Equatable {
    case nothing
    /// Another server tells it.
    case held
    /// - Parameter isGap: events before these were forgotten before they could be told.
    case events([ChangeEvent], isGap: Bool)
}
