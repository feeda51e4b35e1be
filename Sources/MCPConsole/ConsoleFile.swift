internal import MCPTransportHTTP

/// A file of the console, and what browsers are told with it.
struct ConsoleFile: Sendable {
    enum Kind: String, Sendable {
        case html = "text/html; charset=utf-8"
        case css = "text/css; charset=utf-8"
        case script = "text/javascript; charset=utf-8"
    }

    let bytes: [UInt8]
    /// Names these bytes (RFC 9110, section 8.8.3).
    let tag: String
    let headers: HTTPHeaders

    init(_ bytes: [UInt8], _ kind: Kind) {
        self.bytes = bytes
        tag = "\"\(Self.digest(of: bytes))\""
        headers = [
            "content-type": kind.rawValue, "etag": tag, "cache-control": "no-cache", "x-content-type-options": "nosniff",
            "content-security-policy": Self.policy, "referrer-policy": "no-referrer", "x-frame-options": "DENY",
            "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ]
    }

    /// Content Security Policy Level 3 and Trusted Types: scripts and styles from this server alone, none written into the page, requests to
    /// this server alone, no frames around it, and no text that becomes markup.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "media-src data:", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")

    /// FNV-1a, of 64 bits: it tells versions of a file apart, and guards nothing.
    private static func digest(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
