internal import NIOCore

/// How the end of a response's body is found (RFC 9112, section 6.3).
enum BodyFraming: Equatable {
    case length(Int)
    case chunked
    /// For HTTP/1.0, which knows no chunks.
    case untilClose
    /// For HEAD, 204 and 304; with the length a body would have had, where that is known and may be told.
    case none(length: Int?)

    func write(_ bytes: [UInt8], to buffer: inout ByteBuffer) {
        guard !bytes.isEmpty else { return }
        switch self {
        case .none: break
        case .length, .untilClose: buffer.writeBytes(bytes)
        case .chunked:
            buffer.reserveCapacity(minimumWritableBytes: bytes.count + 20)
            buffer.writeHex(bytes.count)
            buffer.writeStaticString("\r\n")
            buffer.writeBytes(bytes)
            buffer.writeStaticString("\r\n")
        }
    }

    func writeEnd(to buffer: inout ByteBuffer) {
        if case .chunked = self { buffer.writeStaticString("0\r\n\r\n") }
    }
}

extension ByteBuffer {
    /// - Parameter number: more than zero. Digit by digit: every event of every stream has one.
    mutating func writeHex(_ number: Int) {
        var shift = (Int.bitWidth - 1 - number.leadingZeroBitCount) & ~3
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: number >> shift) & 0xF
            writeInteger(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
            shift -= 4
        }
    }

    mutating func writeDecimal(_ number: Int) {
        // Fits into the string itself: no allocation.
        writeString(String(number))
    }
}
