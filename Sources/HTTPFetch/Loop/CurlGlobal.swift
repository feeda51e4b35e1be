internal import CCurl

/// libcurl's one-time start, made by the first request of the process.
enum CurlGlobal {
    /// Why libcurl cannot be used; nil where it can.
    static let problem: String? = ccurl_load().map { String(cString: $0) }
}
