public import MCPCore

/// Writes one line for each request that has ended: what was asked, how it ended, how long it took. Never what was said: no arguments, no
/// results, no names of tools that do not exist.
///
/// Of a session's id, which lets in whoever knows it, the first eight characters stand there. The request's id is the client's own text, cut
/// after 64 bytes.
public struct AccessLog: Sendable {
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

    /// Writes of a request that has ended just now.
    /// - Parameters:
    ///   - bytes: of the message that answers.
    ///   - trace: the trace that it belongs to, and its own span, or its caller's where it has none.
    public func write(_ request: ObservedRequest, _ outcome: RequestOutcome, duration: Duration, bytes: Int, trace: TraceContext?) {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = min(max(seconds, 0), 1 << 32) * 1_000_000_000 + attoseconds / 1_000_000_000
        let begin = MonotonicClock.nanoseconds - nanoseconds
        write(
            RequestRecord(request, outcome, begin: begin, nanoseconds: nanoseconds, bytes: bytes), trace, at: WallClock.milliseconds)
    }

    /// - Parameter milliseconds: when the request ended, since 1970.
    package func write(_ record: borrowing RequestRecord, _ trace: TraceContext?, at milliseconds: Int64) {
        let time = now.map { WallClock.milliseconds(of: $0()) } ?? milliseconds
        output.gather { line in
            switch format {
            case .text: text(record, trace, time, &line)
            case .json: json(record, trace, time, &line)
            }
        }
    }

    /// Has somebody tell of the requests that he keeps back, whenever lines are written. He is not held.
    package func attach(_ source: any RecordSource) {
        output.attach(source)
    }

    // In a few pieces, each with the names of several members: a line comes with every request.
    private func json(_ record: borrowing RequestRecord, _ trace: TraceContext?, _ time: Int64, _ line: inout LineWriter) {
        line.raw(#"{"time":""#)
        line.time(time)
        line.raw(record.outcome.isOurFault ? #"","severity":"WARNING""# : #"","severity":"INFO""#)
        line.raw(#","message":"request ended","logger":"access","method":""#)
        line.rawText(record.method)
        if let tool = record.tool {
            line.raw(#"","tool":""#)
            line.rawText(tool.definition.name)
        }
        line.raw(#"","outcome":""#)
        line.rawText(record.outcome.name)
        if let code = record.outcome.code {
            line.raw(#"","error_code":"#)
            line.integer(Int64(code.rawValue))
            line.raw(#","duration_ms":"#)
        } else {
            line.raw(#"","duration_ms":"#)
        }
        line.milliseconds(ofNanoseconds: record.nanoseconds)
        line.raw(#","bytes":"#)
        line.integer(Int64(record.bytes))
        line.raw(#","request":"#)
        id(record.shownID, &line)
        if let session = record.shownSession {
            line.raw(#","session":"#)
            line.string(session)
        }
        line.raw(#","revision":""#)
        line.rawText(record.revision.name)
        line.raw("\"")
        if let trace { json(trace, &line) }
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

    private func text(_ record: borrowing RequestRecord, _ trace: TraceContext?, _ time: Int64, _ line: inout LineWriter) {
        line.time(time)
        line.raw(record.outcome.isOurFault ? " warning access: " : " info access: ")
        line.rawText(record.method)
        if let tool = record.tool {
            line.raw(" ")
            line.rawText(tool.definition.name)
        }
        line.raw(" outcome=")
        line.rawText(record.outcome.name)
        if let code = record.outcome.code {
            line.raw(" error_code=")
            line.integer(Int64(code.rawValue))
        }
        line.raw(" duration_ms=")
        line.milliseconds(ofNanoseconds: record.nanoseconds)
        line.raw(" bytes=")
        line.integer(Int64(record.bytes))
        line.raw(" request=")
        id(record.shownID, &line)
        if let session = record.shownSession { line.pair("session", session) }
        line.pair("revision", record.revision.name)
        if let trace { line.pair("trace_id", trace.trace.description) }
    }

    private func id(_ id: RequestID, _ line: inout LineWriter) {
        switch id {
        case .integer(let number): line.integer(number)
        case .number(let number): line.string(number.literal)
        case .string(let text): line.string(text)
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
