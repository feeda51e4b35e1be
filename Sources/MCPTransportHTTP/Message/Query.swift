/// The parameters of a query (`a=1&b=%20`).
enum Query {
    /// The first value of a parameter, percent-decoded; nil where it is absent or badly encoded.
    static func value(of name: StaticString, in query: String?) -> String? {
        query?.withBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let pair = ASCII.take(before: UInt8(ascii: "&"), from: &rest)
                guard let sign = pair.firstIndex(of: UInt8(ascii: "=")), isSame(pair[..<sign], name) else { continue }
                return decoded(pair[(sign + 1)...])
            }
            return nil
        }
    }

    /// Names of parameters, unlike those of header fields, have a case.
    private static func isSame(_ text: ASCII.Bytes, _ name: StaticString) -> Bool {
        text.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    private static func decoded(_ text: ASCII.Bytes) -> String? {
        guard text.contains(UInt8(ascii: "%")) else { return String(validating: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(validating: rest.prefix(2), as: UTF8.self), digits.utf8.count == 2,
                let value = UInt8(digits, radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
