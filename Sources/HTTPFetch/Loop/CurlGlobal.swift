internal import CCurl

/// libcurl's one-time start, made by the first loop of the process.
enum CurlGlobal {
    static let result: CURLcode = ccurl_global_init()
}
