internal import CCurl

/// libcurl's one-time start, made by the first request of the process.
enum CurlGlobal {
    /// Why libcurl cannot be used; nil where it can.
    static let problem: String? = ccurl_load().map { String(cString: $0) }

    /// The codings of a body to ask for, as `Accept-Encoding` has them; nil for none. To be asked where there is no problem. `deflate` is
    /// undone too, but servers differ in what they mean by it (RFC 9110, 8.4.1.2), and who has it has `gzip`.
    static let contentCodings: String? = {
        let features = ccurl_features()
        var codings: [String] = []
        if features & CURL_VERSION_LIBZ != 0 { codings.append("gzip") }
        if features & CURL_VERSION_BROTLI != 0 { codings.append("br") }
        if features & CURL_VERSION_ZSTD != 0 { codings.append("zstd") }
        return codings.isEmpty ? nil : codings.joined(separator: ", ")
    }()
}
