internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Request {
    /// The JSON body. Throws a 415, 413 or 400 ``Problem``.
    func json(types: [String] = ["application/json"]) async throws -> JSONValue {
        let type = headers[.contentType]?.split(separator: ";").first.map { String($0).trimmed.lowercased() }
        guard let type, types.contains(type) else { throw Problem.unsupportedMediaType }
        let tooLarge = Problem.bodyTooLarge(limit: Limits.bodyBytes)
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > Limits.bodyBytes { throw tooLarge }
        let buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: Limits.bodyBytes)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
        do {
            return try JSONValue(parsing: Array(buffer.readableBytesView))
        } catch is DecodingError {
            throw Problem.badRequest("malformed_json", "The body is not valid JSON in UTF-8.")
        }
    }

    /// Refuses every query parameter.
    func refuseQuery() throws(Problem) {
        try QueryReader(uri.query).finish()
    }
}
