package import MCPCore

/// A request that has ended, as far as its watchers tell of it. It holds nothing of its body, and so little beside that many may wait to be
/// told of. It is moved, not copied: each copy of its parts would be counted.
package struct RequestRecord: ~Copyable, Sendable {
    package let method: String
    /// If there is such a tool.
    package let tool: RegisteredTool?
    /// As the client has it; see ``shownID``.
    private let id: RequestID
    private let sessionID: String?
    package let revision: ProtocolRevision
    package let outcome: RequestOutcome
    /// When it began, by the monotonic clock.
    package let begin: Int64
    package let nanoseconds: Int64
    /// Of the message that answers.
    package let bytes: Int

    package init(_ request: ObservedRequest, _ mark: RequestMark, _ outcome: RequestOutcome, bytes: Int) {
        self.init(request, outcome, begin: mark.begin, nanoseconds: mark.nanoseconds, bytes: bytes)
    }

    package init(_ request: ObservedRequest, _ outcome: RequestOutcome, begin: Int64, nanoseconds: Int64, bytes: Int) {
        method = request.method
        tool = request.tool
        id = request.context.id
        sessionID = request.context.sessionID
        revision = request.context.revision
        self.outcome = outcome
        self.begin = begin
        self.nanoseconds = nanoseconds
        self.bytes = bytes
    }

    package var shownID: RequestID { id.shown }
    package var shownSession: String? { sessionID?.shownSession }
}

extension ObservedRequest {
    package var shownID: RequestID { context.id.shown }
    package var shownSession: String? { context.sessionID?.shownSession }
}

extension RequestID {
    /// A text cut after 64 bytes: it is the client's own.
    fileprivate var shown: RequestID {
        switch self {
        case .integer: self
        case .number(let number) where number.literal.utf8.count <= 64: self
        case .number(let number): .string(String(number.literal.prefix(64)))
        case .string(let text) where text.utf8.count <= 64: self
        case .string(let text): .string(String(decoding: text.utf8.prefix(64), as: UTF8.self))
        }
    }

    package var plainText: String { if case .string(let text) = self { text } else { description } }
}

extension String {
    /// As much of a session's id as helps to find its lines: who knows all of it is let in.
    fileprivate var shownSession: String? {
        guard utf8.count >= 16 else { return nil }
        let plain = utf8.withContiguousStorageIfAvailable { bytes -> String? in
            let start = UnsafeBufferPointer(rebasing: bytes[..<8])
            return start.allSatisfy { $0 < 0x80 } ? String(decoding: start, as: UTF8.self) : nil
        }
        return (plain ?? nil) ?? String(prefix(8))
    }
}
