/// A piece of a ``URITemplate``.
enum URITemplatePart: Sendable {
    /// Text that stands in every URI, percent-encoded where it must be.
    case literal(String)
    case expression(URITemplateExpression)
}

/// What stands between braces (RFC 6570, section 2.2).
struct URITemplateExpression: Sendable {
    /// The kinds of expansion (RFC 6570, appendix A).
    enum Operator: UInt8, Sendable {
        case simple = 0
        case reserved = 0x2B  // +
        case fragment = 0x23  // #
        case label = 0x2E  // .
        case path = 0x2F  // /
        case parameters = 0x3B  // ;
        case query = 0x3F  // ?
        case continuation = 0x26  // &

        /// What comes before the first value.
        var first: UInt8? {
            switch self {
            case .simple, .reserved: nil
            default: rawValue
            }
        }

        /// What comes between values.
        var separator: UInt8 {
            switch self {
            case .simple, .reserved, .fragment: UInt8(ascii: ",")
            case .label, .path, .parameters: rawValue
            case .query, .continuation: UInt8(ascii: "&")
            }
        }

        /// Whether values are led by their names.
        var isNamed: Bool {
            switch self {
            case .parameters, .query, .continuation: true
            default: false
            }
        }

        /// Whether values keep reserved characters and percent-encoded ones as they are.
        var allowsReserved: Bool { self == .reserved || self == .fragment }
    }

    struct Variable: Sendable {
        let name: String
        /// The number of characters that are shown of the value (RFC 6570, section 2.4.1).
        let prefix: Int?
        /// Whether the parts of a list or map are shown apart (section 2.4.2).
        let isExploded: Bool
    }

    let kind: Operator
    let variables: [Variable]
}

/// Classes of characters (RFC 3986, section 2).
enum URICharacter {
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    static func isReserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "@"), UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&")...UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: "="):
            true
        default: false
        }
    }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// The byte that a percent-encoded triplet stands for, or nil where none begins at `index`.
    static func triplet(in bytes: [UInt8], at index: Int) -> UInt8? {
        guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count else { return nil }
        guard let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2]) else { return nil }
        return high << 4 | low
    }

    static func appendEncoded(_ byte: UInt8, to bytes: inout [UInt8]) {
        let digits: StaticString = "0123456789ABCDEF"
        bytes += [UInt8(ascii: "%"), digits.utf8Start[Int(byte >> 4)], digits.utf8Start[Int(byte & 15)]]
    }
}
