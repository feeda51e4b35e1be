public import MCPCore
public import Tracing

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = TraceContext
        static var nameOverride: String? { "w3c-trace-context" }
    }

    /// Where in which trace we are: ``TraceContext/parent`` is the span that is going on here.
    public var traceContext: TraceContext? {
        get { self[Key.self] }
        set { self[Key.self] = newValue }
    }
}

extension TraceContext {
    static let parentField = "traceparent"
    static let stateField = "tracestate"
}
