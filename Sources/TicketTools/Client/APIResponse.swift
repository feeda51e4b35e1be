internal import HTTPFetch
public import MCPCore

/// What the ticket API answered with success.
public struct APIResponse: Sendable {
    public let status: Int
    /// Null for an answer without a body.
    public let body: JSON
    /// Names this very answer, for who wants to know later whether it is still so.
    let entityTag: EntityTag?

    init(status: Int, body: JSON) {
        self.status = status
        self.body = body
        entityTag = nil
    }

    /// - Parameter mayBeEmpty: also a refusal, and a success of any status, may come without a body.
    /// - Throws: ``APIError`` for an answer that is no success, or not JSON.
    init(_ response: FetchResponse, limit: Int, changesSomething: Bool, mayBeEmpty: Bool = false) throws(APIError) {
        status = response.status
        entityTag = EntityTag(response.headers["etag"])
        let isJSON = Self.isJSON(response.headers["content-type"])
        guard response.isSuccess else {
            let problem = isJSON ? Self.problem(response.body, limit: limit) : nil
            var error = APIError(
                status: response.status, problem: problem, retryAfter: Self.retryAfter(response.headers), changesSomething: changesSomething
            )
            if problem == nil, !(mayBeEmpty && response.body.isEmpty),
                error.code == .notFound || error.code == .validation || error.code == .conflict
            {
                error = .badResponse("It is no JSON, so it hardly comes from the API itself.", status: response.status)
            }
            throw error
        }
        if mayBeEmpty, response.body.isEmpty, changesSomething {
            body = .null
            return
        }
        do throws(APIError) {
            body = try Self.body(of: response, isJSON: isJSON, limit: limit)
        } catch {
            var error = error
            error.isOutcomeUnknown = changesSomething
            throw error
        }
    }

    /// The status counts all the same where the body of a refusal cannot be read.
    private static func problem(_ bytes: [UInt8], limit: Int) -> JSON? {
        do throws(JSONError) {
            return try JSON(parsing: bytes, limits: JSONLimits(bytes: limit))
        } catch {
            return nil
        }
    }

    private static func body(of response: FetchResponse, isJSON: Bool, limit: Int) throws(APIError) -> JSON {
        if response.body.isEmpty, response.status == 204 || response.status == 205 { return .null }
        guard isJSON else {
            let type = response.headers["content-type"].map { "as \($0.prefix(60).description.oneLine(60))" } ?? "without a content type"
            throw .badResponse("It came \(type) instead of application/json.", status: response.status)
        }
        do throws(JSONError) {
            return try JSON(parsing: response.body, limits: JSONLimits(bytes: limit, stringBytes: limit))
        } catch {
            throw .badResponse("It is not valid JSON (\(error)).", status: response.status)
        }
    }

    /// `application/json` and `application/…+json`.
    private static func isJSON(_ contentType: String?) -> Bool {
        guard let type = contentType?.prefix(while: { $0 != ";" }).lowercased() else { return false }
        let name = type.filter { $0 != " " && $0 != "\t" }
        return name == "application/json" || name == "text/json" || name.hasSuffix("+json")
    }

    private static func retryAfter(_ headers: FetchHeaders) -> Duration? {
        guard let text = headers["retry-after"], let seconds = Int(text), (0...86_400).contains(seconds) else { return nil }
        return .seconds(seconds)
    }
}
