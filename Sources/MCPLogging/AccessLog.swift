public import MCPCore

/// Writes one line for each request that has ended: what was asked, how it ended, how long it took. Never what was said: no arguments, no
/// results, no names of tools that do not exist.
///
/// Of a session's id, which lets in whoever knows it, the first eight characters stand there. The request's id is the client's own text, cut
/// after 64 bytes.
public struct AccessLog: Sendable {
    /// A request that has ended.
    public struct Entry: Sendable {
        public let request: ObservedRequest
        public let outcome: RequestOutcome
        let nanoseconds: Int64
        /// Of the message that answers.
        public let bytes: Int
        /// The trace that it belongs to, and its own span, or its caller's where it has none.
        public let trace: TraceContext?

        public init(_ request: ObservedRequest, _ outcome: RequestOutcome, duration: Duration, bytes: Int, trace: TraceContext?) {
            let (seconds, attoseconds) = duration.components
            let nanoseconds = min(max(seconds, 0), 1 << 32) * 1_000_000_000 + attoseconds / 1_000_000_000
            self.init(request, outcome, nanoseconds: nanoseconds, bytes: bytes, trace: trace)
        }

        package init(_ request: ObservedRequest, _ outcome: RequestOutcome, nanoseconds: Int64, bytes: Int, trace: TraceContext?) {
            self.request = request
            self.outcome = outcome
            self.nanoseconds = nanoseconds
            self.bytes = bytes
            self.trace = trace
        }

        public var duration: Duration { .nanoseconds(nanoseconds) }
    }

    private let format: LogFormat
    private let output: LogOutput
    /// `projects/…/traces/`, where the project of Google Cloud is known.
    private let tracePrefix: String?
    private let now: (@Sendable () -> Duration)?

    /// - Parameters:
    ///   - project: the project of Google Cloud whose traces Cloud Logging should link to.
    ///   - now: the time of day, since 1970; a seam for tests.
    public init(
        format: LogFormat, output: LogOutput = .standardError, project: String? = nil,
        now: (@Sendable () -> Duration)? = nil
    ) {
        self.format = format
        self.output = output
        tracePrefix = project.map { "projects/\($0)/traces/" }
        self.now = now
    }

    public func write(_ entry: Entry) {
        let time = now.map { WallClock.milliseconds(of: $0()) } ?? WallClock.milliseconds
        output.gather { line in
            switch format {
            case .text: text(entry, time, &line)
            case .json: json(entry, time, &line)
            }
        }
    }

    // In a few pieces, each with the names of several members: a line comes with every request.
    private func json(_ entry: Entry, _ time: Int64, _ line: inout LineWriter) {
        line.raw(#"{"time":""#)
        line.time(time)
        line.raw(entry.outcome.isOurFault ? #"","severity":"WARNING""# : #"","severity":"INFO""#)
        line.raw(#","message":"request ended","logger":"access","method":""#)
        line.raw(entry.request.method)
        if let tool = entry.request.tool {
            line.raw(#"","tool":""#)
            line.raw(tool.definition.name)
        }
        line.raw(#"","outcome":""#)
        line.raw(entry.outcome.name)
        if let code = entry.outcome.code {
            line.raw(#"","error_code":"#)
            line.integer(Int64(code.rawValue))
            line.raw(#","duration_ms":"#)
        } else {
            line.raw(#"","duration_ms":"#)
        }
        line.milliseconds(ofNanoseconds: entry.nanoseconds)
        line.raw(#","bytes":"#)
        line.integer(Int64(entry.bytes))
        line.raw(#","request":"#)
        id(of: entry.request, &line)
        if let session = entry.request.shownSession {
            line.raw(#","session":"#)
            line.string(session)
        }
        line.raw(#","revision":""#)
        line.raw(entry.request.context.revision.name)
        line.raw("\"")
        if let trace = entry.trace { json(trace, &line) }
        line.raw("}")
    }

    private func json(_ trace: TraceContext, _ line: inout LineWriter) {
        line.raw(#","trace_id":""#)
        line.hex(trace.trace.high)
        line.hex(trace.trace.low)
        line.raw(#"","span_id":""#)
        line.hex(trace.parent.value)
        line.raw("\"")
        guard let tracePrefix else { return }
        line.raw(#","logging.googleapis.com/trace":"#)
        line.string(tracePrefix + trace.trace.description)
        line.raw(#","logging.googleapis.com/spanId":""#)
        line.hex(trace.parent.value)
        line.raw(#"","logging.googleapis.com/trace_sampled":"#)
        line.raw(trace.isSampled ? "true" : "false")
    }

    private func text(_ entry: Entry, _ time: Int64, _ line: inout LineWriter) {
        line.time(time)
        line.raw(entry.outcome.isOurFault ? " warning access: " : " info access: ")
        line.raw(entry.request.method)
        if let tool = entry.request.tool {
            line.raw(" ")
            line.raw(tool.definition.name)
        }
        line.raw(" outcome=")
        line.raw(entry.outcome.name)
        if let code = entry.outcome.code {
            line.raw(" error_code=")
            line.integer(Int64(code.rawValue))
        }
        line.raw(" duration_ms=")
        line.milliseconds(ofNanoseconds: entry.nanoseconds)
        line.raw(" bytes=")
        line.integer(Int64(entry.bytes))
        line.raw(" request=")
        id(of: entry.request, &line)
        if let session = entry.request.shownSession { line.pair("session", session) }
        line.pair("revision", entry.request.context.revision.name)
        if let trace = entry.trace { line.pair("trace_id", trace.trace.description) }
    }

    private func id(of request: ObservedRequest, _ line: inout LineWriter) {
        switch request.shownID {
        case .integer(let number): line.integer(number)
        case .number(let number): line.string(number.literal)
        case .string(let text): line.string(text)
        }
    }
}

extension ObservedRequest {
    /// As much of the session's id as helps to find its lines: who knows all of it is let in.
    package var shownSession: String? {
        guard let id = context.sessionID, id.utf8.count >= 16 else { return nil }
        let plain = id.utf8.withContiguousStorageIfAvailable { bytes -> String? in
            let start = UnsafeBufferPointer(rebasing: bytes[..<8])
            return start.allSatisfy { $0 < 0x80 } ? String(decoding: start, as: UTF8.self) : nil
        }
        return (plain ?? nil) ?? String(id.prefix(8))
    }

    /// The request's id, a text of it cut after 64 bytes.
    package var shownID: RequestID {
        switch context.id {
        case .integer: context.id
        case .number(let number) where number.literal.utf8.count <= 64: context.id
        case .number(let number): .string(String(number.literal.prefix(64)))
        case .string(let text) where text.utf8.count <= 64: context.id
        case .string(let text): .string(String(decoding: text.utf8.prefix(64), as: UTF8.self))
        }
    }
}

extension RequestOutcome {
    /// A word for logs.
    public var name: String {
        switch self {
        case .done: "done"
        case .toolError: "tool_error"
        case .invalidArguments: "invalid_arguments"
        case .inputRequired: "input_required"
        case .task: "task"
        case .error: "error"
        case .timedOut: "timeout"
        case .cancelled: "cancelled"
        case .abandoned: "abandoned"
        }
    }

    var code: MCPError.Code? { if case .error(let code) = self { code } else { nil } }

    /// Somebody should look at it.
    var isOurFault: Bool {
        switch self {
        case .timedOut, .abandoned, .error(.internalError): true
        default: false
        }
    }
}
