/// One event of a stream (WHATWG HTML, server-sent events).
struct SSEEvent: Sendable {
    var name: String?
    var id: String?
    var data: [UInt8]
    /// Milliseconds after which a client that lost the stream should come back.
    var retry: Int?

    init(_ name: String?, id: String? = nil, data: [UInt8], retry: Int? = nil) {
        self.name = name
        self.id = id
        self.data = data
        self.retry = retry
    }

    init(_ name: String?, _ data: String) {
        self.init(name, data: Array(data.utf8))
    }

    /// The only place that writes the format. A line feed in the data starts another `data` line, as the format demands.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + 64)
        if let name { Self.append("event: ", name, to: &bytes) }
        if let id { Self.append("id: ", id, to: &bytes) }
        if let retry { Self.append("retry: ", String(retry), to: &bytes) }
        // Messages are compact JSON, which has no line feeds.
        if data.contains(UInt8(ascii: "\n")) {
            for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) { Self.append(data: line, to: &bytes) }
        } else {
            Self.append(data: data[...], to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// A line that every client passes over.
    static let keepAlive = Array(": keep-alive\n\n".utf8)

    static func retryOnly(_ milliseconds: Int) -> [UInt8] { Array("retry: \(milliseconds)\n\n".utf8) }

    private static func append(data line: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes += "data: ".utf8
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func append(_ field: String, _ value: String, to bytes: inout [UInt8]) {
        bytes += field.utf8
        bytes += value.utf8
        bytes.append(UInt8(ascii: "\n"))
    }
}
