public import MCPCore

/// Has a line written for each request, and nothing else: for programs that link no metrics and no traces.
public struct AccessObserver: ServerObserver {
    private let log: AccessLog

    public init(_ log: AccessLog) {
        self.log = log
    }

    public func requestBegan(_ request: ObservedRequest) -> RequestMark { RequestMark(trace: request.context.meta.traceContext) }

    public func requestEnded(_ request: ObservedRequest, _ mark: RequestMark, _ outcome: RequestOutcome, bytes: Int) {
        log.write(RequestRecord(request, mark, outcome, bytes: bytes), mark.trace, at: WallClock.milliseconds)
    }
}
