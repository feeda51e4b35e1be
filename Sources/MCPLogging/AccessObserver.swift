public import MCPCore

/// Has a line written for each request, and nothing else: for programs that link no metrics and no traces.
public struct AccessObserver: ServerObserver {
    private let log: AccessLog

    public init(_ log: AccessLog) {
        self.log = log
    }

    public func requestBegan(_ request: ObservedRequest) -> (any RequestObservation)? { Observation(request, log) }

    private final class Observation: RequestObservation, LoggedRequest {
        let request: ObservedRequest
        private let log: AccessLog
        private let begin = MonotonicClock.nanoseconds

        init(_ request: ObservedRequest, _ log: AccessLog) {
            self.request = request
            self.log = log
        }

        var trace: TraceContext? { request.context.meta.traceContext }

        func start(_ operation: () -> Task<Void, Never>) -> Task<Void, Never> {
            CurrentRequest.$value.withValue(self) { operation() }
        }

        func ended(_ outcome: RequestOutcome, bytes: Int) {
            log.write(
                AccessLog.Entry(
                    request, outcome, nanoseconds: MonotonicClock.nanoseconds - begin, bytes: bytes, trace: trace))
        }
    }
}
