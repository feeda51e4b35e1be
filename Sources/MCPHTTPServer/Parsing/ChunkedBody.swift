internal import NIOCore

/// Undoes the chunked transfer coding (RFC 9112, section 7.1). Extensions of chunks and trailers are read and dropped.
struct ChunkedBody {
    private enum Place {
        /// At the line that says how long the next chunk is.
        case size
        case data(Int)
        case endOfData
        case trailers
    }

    /// Of a chunk's first line, with its extensions.
    private static let sizeLine = 256

    private var place = Place.size
    private var trailers = 0
    private var trailerBytes = 0
    private let limits: HTTPServerLimits

    init(_ limits: HTTPServerLimits) {
        self.limits = limits
    }

    /// Takes what there is of the body; a line that is not whole yet stays in the buffer.
    /// - Returns: whether the body is whole now.
    mutating func take(_ buffer: inout ByteBuffer, into body: inout [UInt8]) throws(Refusal) -> Bool {
        while true {
            switch place {
            case .size:
                guard let line = try Self.line(of: &buffer, limit: Self.sizeLine, tooLong: .malformed) else { return false }
                let size = try Self.size(line, limit: limits.bodyBytes)
                guard body.count + size <= limits.bodyBytes else { throw .bodyTooLarge }
                place = size > 0 ? .data(size) : .trailers
            case .data(let size):
                let count = min(size, buffer.readableBytes)
                buffer.move(count, to: &body)
                place = count < size ? .data(size - count) : .endOfData
                if count < size { return false }
            case .endOfData:
                guard let line = try Self.line(of: &buffer, limit: 0, tooLong: .malformed) else { return false }
                guard line.isEmpty else { throw .malformed }
                place = .size
            case .trailers:
                guard let line = try Self.line(of: &buffer, limit: limits.headerFieldBytes, tooLong: .headersTooLarge) else { return false }
                guard !line.isEmpty else { return true }
                try takeTrailer(line)
            }
        }
    }

    /// Nothing is done with it, but what is no field may be the beginning of something else.
    private mutating func takeTrailer(_ line: [UInt8]) throws(Refusal) {
        trailers += 1
        trailerBytes += line.count
        guard trailers <= limits.headerFields, trailerBytes <= limits.headerBytes else { throw .headersTooLarge }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(\.isTokenByte) else {
            throw .malformed
        }
    }

    /// - Returns: the next line without its end, all of it printable; nil if it is not there as a whole.
    private static func line(of buffer: inout ByteBuffer, limit: Int, tooLong: Refusal) throws(Refusal) -> [UInt8]? {
        let bytes = buffer.readableBytesView
        let end = bytes.firstIndex { !$0.isFieldValueByte } ?? bytes.endIndex
        let line = bytes[..<end]
        guard line.count <= limit else { throw tooLong }
        guard end < bytes.endIndex else { return nil }
        guard bytes[end] == UInt8(ascii: "\r") else { throw .malformed }
        guard end + 1 < bytes.endIndex else { return nil }
        guard bytes[end + 1] == UInt8(ascii: "\n") else { throw .malformed }
        let taken = Array(line)
        buffer.moveReaderIndex(forwardBy: taken.count + 2)
        return taken
    }

    private static func size(_ line: [UInt8], limit: Int) throws(Refusal) -> Int {
        let digits = line.prefix { $0.hexadecimal != nil }
        guard !digits.isEmpty else { throw .malformed }
        try checkExtensions(line[digits.endIndex...])
        var size = 0
        for digit in digits {
            size = size << 4 | Int(digit.hexadecimal ?? 0)
            guard size <= limit else { throw .bodyTooLarge }
        }
        return size
    }
}

extension ChunkedBody {
    /// `;name`, `;name=value` and `;name="value"`. Blanks around them, which only the bad grammar allows, are refused.
    private static func checkExtensions(_ text: ArraySlice<UInt8>) throws(Refusal) {
        var rest = text
        while !rest.isEmpty {
            guard rest.removeFirst() == UInt8(ascii: ";") else { throw .malformed }
            try takeToken(&rest)
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest.removeFirst()
            if rest.first == UInt8(ascii: "\"") { try takeQuoted(&rest) } else { try takeToken(&rest) }
        }
    }

    private static func takeQuoted(_ text: inout ArraySlice<UInt8>) throws(Refusal) {
        text.removeFirst()
        while let byte = text.popFirst() {
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\"), text.popFirst() == nil { break }
        }
        throw .malformed
    }

    private static func takeToken(_ text: inout ArraySlice<UInt8>) throws(Refusal) {
        guard text.first?.isTokenByte == true else { throw .malformed }
        text = text.drop(while: \.isTokenByte)
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    fileprivate var hexadecimal: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
