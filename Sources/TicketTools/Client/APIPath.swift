/// The path of a request below the base URL. Each segment is encoded, so that none can leave its place.
public struct APIPath: Sendable, Hashable, CustomStringConvertible {
    let segments: [String]

    public init(_ segments: String...) {
        self.segments = segments
    }

    public var description: String { segments.map { "/" + $0.percentEncoded }.joined() }
}

extension String {
    /// UTF-8 with everything but the unreserved characters of RFC 3986 as %XX.
    var percentEncoded: String {
        var encoded = ""
        encoded.reserveCapacity(utf8.count)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += byte < 16 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
