/// The formats that the protocol's schemas name.
enum SchemaFormat: String, Sendable {
    /// Base64 (RFC 4648, section 4), without line breaks.
    case byte
    /// A URI with its scheme (RFC 3986).
    case uri
    /// A URI template (RFC 6570).
    case uriTemplate = "uri-template"

    func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return switch self {
        case .byte: Self.isBase64(bytes)
        case .uri: Self.isURI(bytes)
        case .uriTemplate: Self.isTemplate(bytes)
        }
    }

    private static func isBase64(_ bytes: [UInt8]) -> Bool {
        guard bytes.count.isMultiple(of: 4) else { return false }
        let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return padding <= 2 && bytes.dropLast(padding).allSatisfy { isLetter($0) || isDigit($0) || "+/".utf8.contains($0) }
    }

    private static func isURI(_ bytes: [UInt8]) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let first = bytes.first, isLetter(first) else { return false }
        let scheme = bytes[..<colon]
        guard scheme.allSatisfy({ isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }) else { return false }
        return isURIText(bytes[(colon + 1)...])
    }

    private static func isTemplate(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
            guard let close = rest.firstIndex(of: UInt8(ascii: "}")), open < close, isURIText(rest[..<open]),
                isExpression(rest[(open + 1)..<close])
            else { return false }
            rest = rest[(close + 1)...]
        }
        return isURIText(rest)
    }

    /// What stands between braces: an operator, and names with their modifiers (RFC 6570, sections 2.2 to 2.4).
    private static func isExpression(_ bytes: ArraySlice<UInt8>) -> Bool {
        var bytes = bytes
        if let first = bytes.first, "+#./;?&".utf8.contains(first) { bytes = bytes.dropFirst() }
        return bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { name in
            !name.isEmpty && name.allSatisfy { isLetter($0) || isDigit($0) || "_.%:*".utf8.contains($0) }
        }
    }

    /// Nothing but the characters of URIs, and `%` only before two hexadecimal digits (RFC 3986, sections 2.1 to 2.3).
    private static func isURIText(_ bytes: ArraySlice<UInt8>) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.endIndex, isHex(bytes[index + 1]), isHex(bytes[index + 2]) else { return false }
                index += 2
            } else if !isLetter(byte), !isDigit(byte), !"-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte) {
                return false
            }
            index += 1
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
    }
}
