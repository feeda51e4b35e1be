internal import MCPTransportHTTP

/// The head of a request (RFC 9112, sections 2 to 5).
struct RequestHead {
    let method: String
    /// In origin form.
    let target: String
    let isHTTP10: Bool
    let headers: HTTPHeaders
    let facts: HeadFacts

    /// - Parameter size: is set to what the head takes of the bytes.
    /// - Returns: nil if the bytes end before the head does.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: HTTPServerLimits, size: inout Int) throws(Refusal) {
        var reader = HeadReader(bytes)
        guard let line = try reader.requestLine(limits) else { return nil }
        var fields: [HTTPHeaders.Field] = []
        fields.reserveCapacity(8)
        var facts = HeadFacts()
        var total = 0
        while true {
            let field: HeadReader.Field
            switch try reader.field() {
            case .incomplete: return nil
            case .end:
                (size, method, target, isHTTP10) = (reader.position, line.method, line.target, line.isHTTP10)
                headers = HTTPHeaders(fields)
                self.facts = facts
                try check()
                return
            case .field(let found): field = found
            }
            let length = field.name.count + field.value.count
            total += length + 4
            guard fields.count < limits.headerFields, length <= limits.headerFieldBytes, total <= limits.headerBytes else {
                throw .headersTooLarge
            }
            try facts.take(field.name, field.value)
            fields.append((field.name.text, field.value.text))
        }
    }

    private func check() throws(Refusal) {
        guard facts.hosts == 1 || (isHTTP10 && facts.hosts == 0) else { throw .invalidHost }
        guard !facts.isChunked || (!isHTTP10 && facts.contentLength == nil) else { throw .ambiguousLength }
    }
}
