/// Reads the text of a ``URITemplate`` (RFC 6570, section 2), byte by byte.
struct URITemplateParser {
    private let bytes: [UInt8]
    private var position = 0
    private var variableCount = 0

    init(_ text: String) throws(URITemplateError) {
        guard text.utf8.count <= URITemplate.maximumTextBytes else {
            throw URITemplateError(.tooLong, at: URITemplate.maximumTextBytes)
        }
        bytes = Array(text.utf8)
    }

    mutating func parts() throws(URITemplateError) -> [URITemplatePart] {
        var parts: [URITemplatePart] = []
        while let byte = current {
            parts.append(byte == UInt8(ascii: "{") ? .expression(try expression()) : .literal(try literal()))
        }
        return parts
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    /// Up to the next brace. What URIs do not allow, but templates do, comes out percent-encoded (section 3.1).
    private mutating func literal() throws(URITemplateError) -> String {
        var encoded: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "{") {
            if byte == UInt8(ascii: "%") {
                encoded += try triplet()
            } else if URICharacter.isUnreserved(byte) || URICharacter.isReserved(byte) {
                // The RFC's grammar leaves the apostrophe out, although URIs allow it; it is taken.
                encoded.append(byte)
                position += 1
            } else if byte >= 0x80 {
                for byte in try scalar() { URICharacter.appendEncoded(byte, to: &encoded) }
            } else {
                throw URITemplateError(byte == UInt8(ascii: "}") ? .strayBrace : .invalidLiteral, at: position)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private mutating func triplet() throws(URITemplateError) -> ArraySlice<UInt8> {
        guard URICharacter.triplet(in: bytes, at: position) != nil else {
            throw URITemplateError(.invalidPercentEncoding, at: position)
        }
        position += 3
        return bytes[(position - 3)..<position]
    }

    /// A character outside ASCII, as UTF-8.
    private mutating func scalar() throws(URITemplateError) -> ArraySlice<UInt8> {
        let start = position
        let length = bytes[start] < 0xE0 ? 2 : bytes[start] < 0xF0 ? 3 : 4
        let encoded = bytes[start..<start + length]
        guard let scalar = String(decoding: encoded, as: UTF8.self).unicodeScalars.first, Self.isLiteral(scalar.value) else {
            throw URITemplateError(.invalidLiteral, at: start)
        }
        position += length
        return encoded
    }

    /// `ucschar` and `iprivate` of RFC 6570, section 1.5.
    private static func isLiteral(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xA0...0xD7FF, 0xE000...0xFDCF, 0xFDF0...0xFFEF: true
        case 0x1_0000...0x10_FFFF: scalar & 0xFFFF <= 0xFFFD && !(0xE_0000...0xE_0FFF ~= scalar)
        default: false
        }
    }

    private mutating func expression() throws(URITemplateError) -> URITemplateExpression {
        let start = position
        position += 1
        guard bytes[position...].contains(UInt8(ascii: "}")) else { throw URITemplateError(.unclosedExpression, at: start) }
        let kind = try kind()
        var variables: [URITemplateExpression.Variable] = []
        repeat {
            variableCount += 1
            guard variableCount <= URITemplate.maximumVariables else { throw URITemplateError(.tooManyVariables, at: position) }
            variables.append(try variable())
        } while take(",")
        guard take("}") else { throw URITemplateError(.invalidModifier, at: position) }
        return URITemplateExpression(kind: kind, variables: variables)
    }

    private mutating func kind() throws(URITemplateError) -> URITemplateExpression.Operator {
        switch bytes[position] {
        case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "|"):
            throw URITemplateError(.reservedOperator, at: position)
        case let byte:
            // No byte of a template's operators is 0, the raw value of the expansion without one.
            guard byte != 0, let kind = URITemplateExpression.Operator(rawValue: byte) else { return .simple }
            position += 1
            return kind
        }
    }

    private mutating func variable() throws(URITemplateError) -> URITemplateExpression.Variable {
        let name = try name()
        if take("*") { return URITemplateExpression.Variable(name: name, prefix: nil, isExploded: true) }
        return URITemplateExpression.Variable(name: name, prefix: take(":") ? try prefixLength() : nil, isExploded: false)
    }

    private mutating func name() throws(URITemplateError) -> String {
        let start = position
        var mayEnd = false
        while let byte = current {
            switch byte {
            case UInt8(ascii: "%"):
                _ = try triplet()
                mayEnd = true
            case UInt8(ascii: "."):
                // Dots stand between other characters only.
                guard mayEnd else { throw URITemplateError(.invalidVariableName, at: position) }
                position += 1
                mayEnd = false
            case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                position += 1
                mayEnd = true
            default:
                guard mayEnd else { throw URITemplateError(.invalidVariableName, at: position) }
                return String(decoding: bytes[start..<position], as: UTF8.self)
            }
        }
        throw URITemplateError(.invalidVariableName, at: position)
    }

    private mutating func prefixLength() throws(URITemplateError) -> Int {
        let start = position
        var length = 0
        while let byte = current, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
            length = length * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
            guard length > 0, length <= 9_999 else { throw URITemplateError(.invalidPrefix, at: start) }
        }
        guard length > 0 else { throw URITemplateError(.invalidPrefix, at: start) }
        return length
    }
}
