/// Why a text is not JSON that we accept, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The rule that was broken. More may be added.
    public struct Reason: Sendable, Hashable {
        let text: String
        /// The text may be JSON, but is larger than we accept.
        public var isLimit: Bool { Self.limits.contains(self) }

        public static let unexpectedEnd = Reason(text: "the text ends too early")
        public static let unexpectedByte = Reason(text: "unexpected byte")
        public static let trailingBytes = Reason(text: "bytes after the end of the value")
        public static let invalidNumber = Reason(text: "not a JSON number")
        public static let numberOutOfRange = Reason(text: "number beyond the range of a double")
        public static let invalidEscape = Reason(text: "not a JSON escape sequence")
        public static let loneSurrogate = Reason(text: "escaped surrogate without its pair")
        public static let controlCharacter = Reason(text: "control character in a string")
        public static let invalidUTF8 = Reason(text: "invalid UTF-8")
        public static let duplicateKey = Reason(text: "the object has this key already")
        public static let tooLarge = Reason(text: "text over the size limit")
        public static let tooDeep = Reason(text: "nested over the depth limit")
        public static let stringTooLong = Reason(text: "string over the length limit")
        public static let tooManyMembers = Reason(text: "object over the member limit")

        private static let limits: Set<Reason> = [.tooLarge, .tooDeep, .stringTooLong, .tooManyMembers]
    }

    public let reason: Reason
    /// Offset of the offending byte from the start of the text.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "\(reason.text), at byte \(offset)" }
}
