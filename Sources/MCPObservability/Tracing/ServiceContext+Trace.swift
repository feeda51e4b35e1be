public import MCPCore
public import Tracing

/// Something that is going on in a trace.
protocol TracePlace: AnyObject, Sendable {
    /// ``TraceContext/parent`` is the span that is going on here.
    var position: TraceContext { get }
}

/// A place in somebody else's process, or that of a request.
private final class FixedPlace: TracePlace {
    let position: TraceContext

    init(_ position: TraceContext) {
        self.position = position
    }
}

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = any TracePlace
        static var nameOverride: String? { "w3c-trace-context" }
    }

    /// Where in which trace we are: ``TraceContext/parent`` is the span that is going on here.
    public var traceContext: TraceContext? {
        get { self[Key.self]?.position }
        set { self[Key.self] = newValue.map { FixedPlace($0) } }
    }

    /// The same, at a place that does not change.
    func at(_ position: TraceContext) -> ServiceContext { at(FixedPlace(position)) }

    /// The same, with the place being in it.
    func at(_ place: any TracePlace) -> ServiceContext {
        var context = self
        context[Key.self] = place
        return context
    }
}

extension TraceContext {
    func with(state: String) -> TraceContext { TraceContext(trace: trace, parent: parent, isSampled: isSampled, state: state) }

    static let parentField = "traceparent"
    static let stateField = "tracestate"
}
