extension FetchHeaders {
    /// What only the client itself may say: where a message ends, whom it is for, what becomes of the connection.
    private static let reserved: Set<String> = [
        "content-length", "transfer-encoding", "host", "connection", "keep-alive", "upgrade", "te", "trailer", "expect", "proxy-connection",
        "http2-settings",
    ]
    private static let maximumBytes = 256 << 10

    /// - Throws: ``FetchError/Code/invalidRequest``, naming the field but never its value.
    func checkForRequest() throws(FetchError) {
        var total = 0
        for field in fields {
            guard field.name.isToken else { throw FetchError(.invalidRequest, "A header's name is not allowed.") }
            guard !Self.reserved.contains(field.name.lowercasedASCII) else {
                throw FetchError(.invalidRequest, "The header \(field.name) is the client's own to set.")
            }
            guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw FetchError(.invalidRequest, "The value of the header \(field.name) holds a control character.")
            }
            total += field.name.utf8.count + field.value.utf8.count
        }
        guard total <= Self.maximumBytes else { throw FetchError(.invalidRequest, "The headers are too long.") }
    }
}
