/// Names of this machine that no other machine can be reached under.
enum LoopbackHost {
    /// Whether `host` is `localhost`, `::1` or in 127.0.0.0/8.
    static func contains(_ host: some StringProtocol) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }

    /// The same for the `Host` field of a request, which may end with a port.
    static func contains(authority: String) -> Bool {
        guard let colon = authority.lastIndex(of: ":"), authority[authority.index(after: colon)...].allSatisfy(\.isNumber) else {
            return contains(authority.lowercased())
        }
        return contains(authority[..<colon].lowercased())
    }
}
