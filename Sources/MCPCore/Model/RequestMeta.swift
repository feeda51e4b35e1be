/// What a request carries beside its parameters, in `_meta`.
public struct RequestMeta: Sendable {
    /// Names the progress notifications of this request; a string or an integer.
    public let progressToken: RequestID?
    /// The whole `_meta` object as it was sent.
    public let raw: JSONSlice?

    public static let none = RequestMeta(nil)

    init(_ raw: JSONSlice?) {
        self.raw = raw
        progressToken = raw?.member("progressToken").flatMap { RequestID($0.value) }
    }

    /// Log messages that the client wants of this request (modern era); nil for none. A level that does not exist is refused on admission.
    var logLevel: LogLevel? { raw?.member(MetaKey.logLevel)?.string.flatMap(LogLevel.init(rawValue:)) }

    /// The value under a key, for instance `traceparent`.
    public subscript(key: StaticString) -> JSON? { raw?.member(key)?.value }
}
