/// One invalid field of a request, in the words a caller needs to put it right.
public struct FieldError: Sendable, Equatable {
    /// The member or query parameter.
    public let field: String
    /// A stable machine readable reason, such as `too_long`.
    public let code: String
    public let message: String
    /// The accepted values, where they can be listed.
    public let allowed: [String]?

    public init(_ field: String, _ code: String, _ message: String, allowed: [String]? = nil) {
        self.field = field
        self.code = code
        self.message = message
        self.allowed = allowed
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("field", .string(field)), .init("code", .string(code)), .init("message", .string(message)),
        ]
        if let allowed { members.append(.init("allowed", .texts(allowed))) }
        return .object(members)
    }
}
