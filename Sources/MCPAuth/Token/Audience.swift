/// Who a token is for, in the form that it is compared in.
///
/// Addresses are compared as RFC 3986, sections 6.2.2 and 6.2.3, allow: without regard to the case of scheme and host, a default port, and
/// a slash at the end, which some clients add to an address without a path. Names that are no addresses are compared as they are.
struct Audience: Hashable, Sendable {
    /// As bytes: Swift compares texts by what they mean, and some that look alike are equal to it.
    private let bytes: [UInt8]

    init(_ text: String) {
        // Letters of other scripts may become ASCII ones when they are made small.
        guard text.utf8.allSatisfy({ $0 < 0x80 }), let mark = text.firstRange(of: "://") else {
            bytes = Array(text.utf8)
            return
        }
        let scheme = text[..<mark.lowerBound].lowercased()
        let end = text[mark.upperBound...].firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? text.endIndex
        var authority = text[mark.upperBound..<end].lowercased()
        let port = scheme == "https" ? ":443" : scheme == "http" ? ":80" : "://"
        if authority.hasSuffix(port) { authority.removeLast(port.count) }
        var rest = text[end...]
        if rest.last == "/" { rest.removeLast() }
        bytes = Array("\(scheme)://\(authority)\(rest)".utf8)
    }
}
