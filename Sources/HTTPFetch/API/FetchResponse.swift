/// A whole response. Any status is a response; an error means that there was none.
public struct FetchResponse: Sendable {
    public let status: Int
    public let headers: FetchHeaders
    /// Decoded: gzip, deflate, brotli and zstd are undone as far as libcurl was built with them.
    public let body: [UInt8]
    /// Where the response came from, after redirects.
    public let url: String
    public let timing: FetchTiming

    public var isSuccess: Bool { (200...299).contains(status) }

    /// The body as UTF-8, with U+FFFD for what is none.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
