#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The environment's word on proxies, as far as it saves asking libcurl.
enum ProxyEnvironment {
    /// All that libcurl looks at for http and https; it heeds no `HTTP_PROXY`, which a CGI client could set.
    private static let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

    static var namesProxy: Bool { names.contains { getenv($0) != nil } }
}
