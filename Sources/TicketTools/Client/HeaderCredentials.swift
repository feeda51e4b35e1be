internal import HTTPFetch
public import MCPCore

/// Each caller's own credentials for the ticket API, from a header of the request that is not the one that lets the caller in here:
/// gateways and cloud hosts occupy `Authorization`.
///
/// Needs `CallerHeaders` in front, with ``name`` among its `credentials`: what lets the caller in here is then never taken for it.
public struct HeaderCredentials: UpstreamCredentials {
    /// The header of the request, in lower case.
    public let name: String
    private let sentAs: String
    private let tag = CredentialTag()

    /// - Parameter sentAs: the header that the API gets it in. In `authorization`, a value without a scheme is sent as a Bearer token.
    /// - Throws: for a header that lets callers in here.
    public init(from name: String, sentAs: String = "authorization") throws(ConfigurationError) {
        let name = name.lowercased()
        guard !["authorization", "x-api-key", "cookie", "proxy-authorization", "host"].contains(name) else {
            throw ConfigurationError("\(name) is for this server; the caller's credentials for the ticket API need a header of their own.")
        }
        guard HeaderText.isName(name), HeaderText.isName(sentAs) else {
            throw ConfigurationError("\"\(name)\" or \"\(sentAs)\" is no name of a header.")
        }
        self.name = name
        self.sentAs = sentAs.lowercased()
    }

    public func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)] {
        let values = CallerHeaders.values(of: name, from: principal)
        guard let value = values.first, !value.isEmpty else {
            throw APIError(
                .unauthorized,
                "Send your credentials for the ticket API in the header \(name). They must be others than those that you use here.")
        }
        guard values.count == 1, HeaderText.isValue(value) else {
            throw APIError(.unauthorized, "The header \(name) must stand once, and hold printable characters alone.")
        }
        return [(sentAs, sentAs == "authorization" && !value.contains(" ") ? "Bearer \(value)" : value)]
    }

    /// Who shows other credentials may see other things.
    public func cacheKey(for principal: Principal) -> String {
        "\(principal.id)#\(tag.make(CallerHeaders.values(of: name, from: principal).joined(separator: "\n")))"
    }
}

/// Names a credential within this process, and tells nothing of it.
struct CredentialTag: Sendable {
    private let hmac = HMACSHA256(key: RandomBytes.make(32))

    func make(_ credential: String) -> String { hmac.code(for: Array(credential.utf8)).hexadecimal }
}

enum HeaderText {
    /// A token (RFC 9110, section 5.6.2).
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Nothing that could end a field.
    static func isValue(_ text: String) -> Bool { text.utf8.allSatisfy { 0x20...0x7E ~= $0 } && text.utf8.count <= 16_384 }
}
