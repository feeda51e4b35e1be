/// A refused or failed request, as RFC 9457 `application/problem+json` tells it.
public struct Problem: Error, Sendable, Equatable {
    public let status: Int
    /// A stable machine readable reason; also the tail of `type`.
    public let code: String
    public let title: String
    public let detail: String
    public var errors: [FieldError] = []
    /// Further members of the problem object, such as `current_version`.
    public var members: [JSONValue.Member] = []
    /// Header fields the response carries, such as `Allow`.
    public var headers: [String: String] = [:]

    public init(_ status: Int, _ code: String, _ title: String, detail: String) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
    }

    /// The problem object.
    public var json: JSONValue {
        var object: [JSONValue.Member] = [
            .init("type", .string("urn:problem-type:ticket-api:\(code)")),
            .init("title", .string(title)),
            .init("status", .int(status)),
            .init("code", .string(code)),
            .init("detail", .string(detail)),
        ]
        if !errors.isEmpty { object.append(.init("errors", .array(errors.map(\.json)))) }
        return .object(object + members)
    }
}
