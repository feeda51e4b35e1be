/// Scheme, host and port: what credentials, redirects and circuits are bound to.
public struct FetchOrigin: Hashable, Sendable {
    public let scheme: String
    public let host: String
    public let port: Int

    /// The origin of a URL as libcurl reads it.
    public init(url: String) throws(FetchError) { self = try FetchURL(url).origin }

    init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    var isSecure: Bool { scheme == "https" }
}

extension FetchOrigin: CustomStringConvertible {
    public var description: String { "\(scheme)://\(host):\(port)" }
}
