internal import MCPTransportHTTP

extension HTTPResponseHead {
    /// Whether it may be sent: a final status, and nothing in a field that could end it (response splitting).
    var isSendable: Bool {
        guard (200...599).contains(status) else { return false }
        return headers.fields.allSatisfy { $0.name.isFieldName && $0.value.isFieldValue }
    }

    /// No body may follow, whatever the method.
    var forbidsBody: Bool { status == 204 || status == 304 }

    /// Appends to bytes rather than to a `ByteBuffer`, where each of a dozen small writes would cost as much as all of them do here.
    /// - Parameter date: the whole line of the field.
    func append(to bytes: inout [UInt8], framing: BodyFraming, closes: Bool, date: [UInt8]) {
        appendStatusLine(to: &bytes)
        for field in headers.fields where !field.name.isOwnedByServer {
            field.name.withBytes { bytes.append(contentsOf: $0) }
            bytes.append(": ")
            field.value.withBytes { bytes.append(contentsOf: $0) }
            bytes.append("\r\n")
        }
        bytes.append(contentsOf: date)
        switch framing {
        case .length(let length), .none(length: .some(let length)):
            bytes.append("content-length: ")
            bytes.append(contentsOf: String(length).utf8)
            bytes.append("\r\n")
        case .chunked: bytes.append("transfer-encoding: chunked\r\n")
        case .untilClose, .none(length: nil): break
        }
        bytes.append(closes ? "connection: close\r\n\r\n" : "\r\n")
    }
}

extension [UInt8] {
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension String {
    /// Of the fields that the server writes itself.
    fileprivate var isOwnedByServer: Bool {
        switch utf8.count {
        case 4: isToken("date")
        case 10: isToken("connection") || isToken("keep-alive")
        case 14: isToken("content-length")
        case 17: isToken("transfer-encoding")
        default: false
        }
    }
}
