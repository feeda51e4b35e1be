import NIOCore

/// What a peer has sent between two line feeds.
enum Line: Sendable, Equatable {
    case message([UInt8])
    case tooLong
}

/// Cuts what comes into lines, however it was split on its way. Empty lines mean nothing; one over the limit is skipped, not kept.
struct LineDecoder: NIOSingleStepByteToMessageDecoder {
    typealias InboundOut = Line

    /// In bytes, without the line feed.
    let limit: Int
    /// How much of the buffer holds no line feed.
    private var searched = 0
    private var isSkipping = false

    init(limit: Int) {
        self.limit = limit
    }

    mutating func decode(buffer: inout ByteBuffer) -> Line? {
        while let end = buffer.readableBytesView.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) {
            let length = end - buffer.readerIndex
            let bytes = buffer.readBytes(length: length) ?? []
            buffer.moveReaderIndex(forwardBy: 1)
            searched = 0
            guard !isSkipping else {
                isSkipping = false
                continue
            }
            if length > limit { return .tooLong }
            if !bytes.isEmpty { return .message(bytes) }
        }
        searched = buffer.readableBytes
        guard searched > limit || isSkipping else { return nil }
        // Its line feed is still to come.
        buffer.moveReaderIndex(forwardBy: searched)
        searched = 0
        defer { isSkipping = true }
        return isSkipping ? nil : .tooLong
    }

    /// The peer has closed its side; what stands behind the last line feed is a line too.
    mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> Line? {
        if let line = decode(buffer: &buffer) { return line }
        let rest = buffer.readBytes(length: buffer.readableBytes) ?? []
        return rest.isEmpty ? nil : .message(rest)
    }
}
