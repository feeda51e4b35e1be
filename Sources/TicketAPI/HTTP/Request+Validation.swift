internal import HTTPTypes
internal import Hummingbird

extension Request {
    /// A list with an entity tag, or 304 when the caller has this very list (RFC 9110, section 13.1.2).
    ///
    /// The tag is made of the bytes, which depend on who asks.
    func validated(_ value: JSONValue) -> Response {
        let tag = "\"\(SHA256.hex(value.bytes).prefix(32))\""
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "private, no-cache", .vary: "x-api-key, x-acting-user"]
        let known = (self.headers[values: .ifNoneMatch]).flatMap { $0.split(separator: ",") }.map { text in
            let text = String(text).trimmed
            return text.hasPrefix("W/") ? String(text.dropFirst(2)) : text
        }
        if known.contains(tag) || known.contains("*") { return Response(status: .notModified, headers: headers) }
        return .json(value, headers: headers)
    }
}
