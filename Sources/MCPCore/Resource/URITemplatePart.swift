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
