/// What pages of other origins are told (Fetch standard, CORS protocol).
enum CrossOrigin {
    private static let methods = "GET, POST, DELETE, OPTIONS"
    private static let requestHeaders =
        "Content-Type, Accept, Authorization, X-API-Key, Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Last-Event-ID, "
        + "X-MCP-Readonly, X-MCP-Toolsets, X-MCP-Tools, X-MCP-Exclude-Tools"

    /// The headers of every response to a page. An origin that is named in the policy may send credentials; where all may come, none may.
    static func headers(for origin: String?, _ policy: OriginPolicy) -> HTTPHeaders {
        guard let origin else { return HTTPHeaders() }
        let exposed = "Mcp-Session-Id, WWW-Authenticate, Retry-After"
        if policy.admitsAllOrigins {
            return ["access-control-allow-origin": "*", "access-control-expose-headers": exposed, "vary": "Origin"]
        }
        return [
            "access-control-allow-origin": origin, "access-control-allow-credentials": "true", "vary": "Origin",
            "access-control-expose-headers": exposed,
        ]
    }

    /// The answer to a preflight.
    static func preflight(_ request: HTTPRequest, _ fields: RequestFields, _ configuration: HTTPConfiguration) -> HTTPHeaders {
        var all = headers(for: fields.origin, configuration.origins)
        all.add("access-control-allow-methods", methods)
        var names = ([requestHeaders] + configuration.requestHeaders).joined(separator: ", ")
        // Arguments that are repeated in headers have names that only tools know.
        for name in (request.headers[known: "access-control-request-headers"] ?? "").split(separator: ",") {
            let name = name.filter { !$0.isWhitespace }
            if name.lowercased().hasPrefix("mcp-param-"), name.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || isAlphanumeric($0) }) {
                names += ", \(name)"
            }
        }
        all.add("access-control-allow-headers", names)
        all.add("access-control-max-age", "86400")
        return all
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}
