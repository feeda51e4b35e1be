internal import HTTPFetch

/// The hosts that requests with credentials may go to.
public struct UpstreamHosts: Sendable, Hashable {
    private let patterns: [String]

    /// - Parameter patterns: `desk.example`, `desk.example:8443`, or `.example` for all names below it. A pattern without a port means the
    ///   scheme's own.
    /// - Throws: for what is none of these.
    public init(_ patterns: [String]) throws(ConfigurationError) {
        for pattern in patterns {
            let isPlain = pattern.utf8.allSatisfy {
                0x21...0x7E ~= $0 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "@")
            }
            guard isPlain, !pattern.isEmpty, pattern != "." else {
                throw ConfigurationError(
                    "\"\(pattern)\" is no host: write desk.example, desk.example:8443, or .example for all names below.")
            }
        }
        self.patterns = patterns.map { $0.lowercased() }
    }

    /// - Throws: for an address that is not on the list.
    public func check(_ url: BaseURL) throws(ConfigurationError) {
        let origin: FetchOrigin
        do throws(FetchError) {
            origin = try FetchOrigin(url: url.text)
        } catch {
            throw ConfigurationError("\(url) is no address: \(error.message)")
        }
        let host = origin.host.lowercased()
        let isDefaultPort = origin.port == (origin.scheme == "https" ? 443 : 80)
        let isListed = patterns.contains { pattern in
            if pattern == "\(host):\(origin.port)" { return true }
            guard isDefaultPort else { return false }
            return pattern == host || (pattern.hasPrefix(".") && host.hasSuffix(pattern) && host.utf8.count > pattern.utf8.count)
        }
        guard isListed else { throw ConfigurationError("\(host) is not among the hosts that are allowed as ticket APIs.") }
    }
}
