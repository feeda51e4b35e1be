/// A part of the bytes of a request's head; valid as long as they are.
struct HeadBytes {
    private let start: UnsafePointer<UInt8>?
    let count: Int

    @inline(__always)
    init(_ start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    @inline(__always)
    init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        start = bytes.base.baseAddress.map { $0 + bytes.startIndex }
        count = bytes.count
    }

    private var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Bytes that are no text are replaced, as everywhere in Swift.
    var text: String { KnownText.literal(of: self) ?? String(decoding: bytes, as: UTF8.self) }

    @inline(__always)
    func isExactly(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let bytes = bytes
        for index in 0..<count where bytes[index] != text.utf8Start[index] { return false }
        return true
    }

    /// Equality with a token in lower case, without regard to the case of ASCII letters.
    @inline(__always)
    func isToken(_ token: StaticString) -> Bool {
        guard count == token.utf8CodeUnitCount else { return false }
        let bytes = bytes
        for index in 0..<count where bytes[index].lowercased != token.utf8Start[index] { return false }
        return true
    }

    /// `HTTP/` and two numbers, whichever (RFC 9112, section 2.3).
    var isVersion: Bool {
        guard count == 8, HeadBytes(bytes[..<5]).isExactly("HTTP/"), bytes[6] == UInt8(ascii: ".") else { return false }
        return HeadBytes(bytes[5..<6]).decimal != nil && HeadBytes(bytes[7...]).decimal != nil
    }

    /// Whether a token stands in a list (RFC 9110, section 5.6.1).
    func lists(_ token: StaticString) -> Bool {
        bytes.split(separator: UInt8(ascii: ",")).contains { element in
            var element = element
            while let byte = element.first, byte.isBlank { element.removeFirst() }
            while let byte = element.last, byte.isBlank { element.removeLast() }
            return HeadBytes(element).isToken(token)
        }
    }

    /// A number of digits alone; nil for anything else, and for what is larger than numbers here can be.
    var decimal: Int? {
        guard count > 0 else { return nil }
        var value = 0
        for byte in bytes {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeNow) = tenfold.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !isTooLarge, !isTooLargeNow else { return nil }
            value = sum
        }
        return value
    }
}
