/// Brings a request target (RFC 9112, section 3.2) into origin form.
enum RequestTarget {
    /// - Returns: nil if the target is malformed, or in a form that only CONNECT has.
    static func originForm(_ target: String) -> String? {
        guard target.withBytes({ $0.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") } }) else { return nil }
        if target.utf8.first == UInt8(ascii: "/") || target == "*" { return target }
        return withoutAuthority(target)
    }

    /// Path and query of an absolute form: the server answers for any authority.
    private static func withoutAuthority(_ target: String) -> String? {
        let lowercased = target.prefix(8).lowercased()
        let scheme = lowercased.hasPrefix("http://") ? 7 : lowercased == "https://" ? 8 : 0
        guard scheme > 0 else { return nil }
        let rest = target.dropFirst(scheme)
        guard let slash = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return rest.isEmpty ? nil : "/" }
        guard slash > rest.startIndex else { return nil }
        return rest[slash] == "/" ? String(rest[slash...]) : "/" + rest[slash...]
    }
}
