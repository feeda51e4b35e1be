internal import MCPTransportHTTP
internal import NIOCore

extension HTTPResponseHead {
    /// Whether it may be sent: a final status, and nothing in a field that could end it (response splitting).
    var isSendable: Bool {
        guard (200...599).contains(status) else { return false }
        return headers.fields.allSatisfy { $0.name.isFieldName && $0.value.isFieldValue }
    }

    /// No body may follow, whatever the method.
    var forbidsBody: Bool { status == 204 || status == 304 }

    /// - Parameter date: the whole line of the field.
    func write(to buffer: inout ByteBuffer, framing: BodyFraming, closes: Bool, date: ByteBuffer) {
        writeStatusLine(to: &buffer)
        for field in headers.fields where !field.name.isOwnedByServer {
            buffer.writeString(field.name)
            buffer.writeStaticString(": ")
            buffer.writeString(field.value)
            buffer.writeStaticString("\r\n")
        }
        buffer.writeImmutableBuffer(date)
        switch framing {
        case .length(let length), .none(length: .some(let length)):
            buffer.writeStaticString("content-length: ")
            buffer.writeDecimal(length)
            buffer.writeStaticString("\r\n")
        case .chunked: buffer.writeStaticString("transfer-encoding: chunked\r\n")
        case .untilClose, .none(length: nil): break
        }
        if closes { buffer.writeStaticString("connection: close\r\n") }
        buffer.writeStaticString("\r\n")
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
