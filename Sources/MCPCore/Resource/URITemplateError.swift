/// Why a text is not a URI template that we accept, and where.
public struct URITemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The rule that was broken (RFC 6570, section 2). More may be added.
    public struct Reason: Sendable, Hashable {
        let text: String

        public static let unclosedExpression = Reason(text: "the expression has no closing brace")
        public static let strayBrace = Reason(text: "closing brace without an expression")
        public static let invalidLiteral = Reason(text: "character that must be percent-encoded")
        public static let invalidPercentEncoding = Reason(text: "percent sign without two hexadecimal digits")
        public static let reservedOperator = Reason(text: "operator that is reserved for extensions")
        public static let invalidVariableName = Reason(text: "not the name of a variable")
        public static let invalidModifier = Reason(text: "neither a comma nor the end after a variable")
        public static let invalidPrefix = Reason(text: "prefix length that is not 1 to 9999")
        public static let tooLong = Reason(text: "text over the size limit")
        public static let tooManyVariables = Reason(text: "more variables than the limit")
    }

    public let reason: Reason
    /// Offset of the offending byte from the start of the text's UTF-8.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "\(reason.text), at byte \(offset)" }
}
