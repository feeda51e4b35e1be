internal import CHiredis

/// What Redis answers (RESP2).
enum RedisReply: Sendable, Hashable {
    case nothing
    case integer(Int64)
    case status(String)
    case bytes([UInt8])
    case array([RedisReply])
    case error(RedisError)

    init(_ reply: redisReply) {
        self =
            switch reply.type {
            case REDIS_REPLY_INTEGER: .integer(reply.integer)
            case REDIS_REPLY_NIL: .nothing
            case REDIS_REPLY_STATUS: .status(Self.text(reply))
            case REDIS_REPLY_ERROR: .error(RedisError(answer: Self.text(reply)))
            case REDIS_REPLY_ARRAY: .array(Self.elements(reply))
            default: .bytes(Self.bytes(reply))
            }
    }

    var isError: Bool { if case .error = self { true } else { false } }
    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
    var array: [RedisReply]? { if case .array(let value) = self { value } else { nil } }

    /// Of a status or of bytes.
    var text: String? {
        switch self {
        case .status(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }

    private static func bytes(_ reply: redisReply) -> [UInt8] {
        guard let text = reply.str else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: text, count: reply.len))
    }

    private static func text(_ reply: redisReply) -> String { String(decoding: bytes(reply), as: UTF8.self) }

    private static func elements(_ reply: redisReply) -> [RedisReply] {
        (0..<reply.elements).map { index in
            guard let element = reply.element?[index] else { return .nothing }
            return RedisReply(element.pointee)
        }
    }
}
