/// Reads a request's head line by line, strictly: lines end with CR LF, names are tokens that their colon follows at once, and nothing is
/// folded. Whatever two readers could take for different things is refused (request smuggling).
struct HeadReader {
    struct RequestLine {
        let method: String
        let target: String
        let isHTTP10: Bool
    }

    struct Field {
        let name: HeadBytes
        /// Without the blanks around it.
        let value: HeadBytes
    }

    enum Line {
        case field(Field)
        /// The empty line.
        case end
        /// The bytes end within the line.
        case incomplete
    }

    private static let (carriageReturn, lineFeed, space) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: " "))

    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private func part(_ range: Range<Int>) -> HeadBytes {
        HeadBytes(bytes[range])
    }

    /// - Returns: nil if the bytes end within the line.
    mutating func requestLine(_ limits: HTTPServerLimits) throws(Refusal) -> RequestLine? {
        // Empty lines before a request are forgiven (RFC 9112, section 2.2).
        while position < bytes.count, bytes[position] == Self.carriageReturn || bytes[position] == Self.lineFeed { position += 1 }
        guard let method = try take(upTo: Self.space, { $0.isTokenByte }) else { return nil }
        guard method.count > 0 else { throw .malformed }
        guard let target = try take(upTo: Self.space, { $0.isTargetByte }) else {
            guard bytes.count - position <= limits.targetBytes else { throw .targetTooLong }
            return nil
        }
        guard target.count <= limits.targetBytes else { throw .targetTooLong }
        guard let version = try take(upTo: Self.carriageReturn, { $0.isTargetByte }) else { return nil }
        guard try takeLineFeed() else { return nil }
        let isHTTP10 = version.isExactly("HTTP/1.0")
        guard isHTTP10 || version.isExactly("HTTP/1.1") else { throw version.isVersion ? .unknownVersion : .malformed }
        guard let known = KnownMethod.literal(of: method) else { throw .unknownMethod }
        guard known != "CONNECT" else { throw .connectRefused }
        guard let origin = RequestTarget.originForm(target.text) else { throw .invalidTarget }
        return RequestLine(method: known, target: origin, isHTTP10: isHTTP10)
    }

    mutating func field() throws(Refusal) -> Line {
        guard position < bytes.count else { return .incomplete }
        if bytes[position] == Self.carriageReturn {
            position += 1
            return try takeLineFeed() ? .end : .incomplete
        }
        guard let name = try take(upTo: UInt8(ascii: ":"), { $0.isTokenByte }) else { return .incomplete }
        guard name.count > 0 else { throw .malformed }
        while position < bytes.count, bytes[position].isBlank { position += 1 }
        let start = position
        guard try take(upTo: Self.carriageReturn, { $0.isFieldValueByte }) != nil else { return .incomplete }
        var end = position - 1
        while end > start, bytes[end - 1].isBlank { end -= 1 }
        return try takeLineFeed() ? .field(Field(name: name, value: part(start..<end))) : .incomplete
    }

    /// Takes what stands before a byte, and that byte.
    /// - Returns: nil if it does not come.
    @inline(__always)
    private mutating func take(upTo end: UInt8, _ isAllowed: (UInt8) -> Bool) throws(Refusal) -> HeadBytes? {
        let start = position
        var index = start
        while index < bytes.count, bytes[index] != end {
            guard isAllowed(bytes[index]) else { throw .malformed }
            index += 1
        }
        guard index < bytes.count else { return nil }
        position = index + 1
        return part(start..<index)
    }

    private mutating func takeLineFeed() throws(Refusal) -> Bool {
        guard position < bytes.count else { return false }
        guard bytes[position] == Self.lineFeed else { throw .malformed }
        position += 1
        return true
    }
}
