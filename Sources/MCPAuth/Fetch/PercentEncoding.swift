/// Percent-encoding (RFC 3986, section 2.1), for forms and for parts of identifiers.
enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Encodes everything but unreserved characters.
    static func encode(_ text: String) -> String { encode(text, where: isUnreserved) }

    /// Encodes what is not visible ASCII, and the percent sign: what comes out is readable, and two texts never become one. Swift compares
    /// texts by what they mean, so that two writings of "é" would be equal.
    static func encodeUnreadable(_ text: String) -> String { encode(text) { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "%") } }

    private static func encode(_ text: String, where isKept: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isKept(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
