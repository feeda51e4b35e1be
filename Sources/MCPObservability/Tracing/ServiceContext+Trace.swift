public import MCPCore
public import Tracing

/// Something that is going on in a trace.
protocol TracePlace: AnyObject, Sendable {
    /// ``TraceContext/parent`` is the span that is going on here.
    var position: TraceContext { get }
}

/// A place in somebody else's process.
private final class FixedPlace: TracePlace {
    let position: TraceContext

    init(_ position: TraceContext) {
        self.position = position
    }
}

/// What was entered last, and in which call.
private struct EnteredPlace: Sendable {
    /// Nil where a trace was left.
    let place: (any TracePlace)?
    /// Nil outside of any.
    let call: ObjectIdentifier?
}

extension ServiceContext {
    private enum Key: ServiceContextKey {
        typealias Value = EnteredPlace
        static var nameOverride: String? { "w3c-trace-context" }
    }

    /// Where in which trace we are: ``TraceContext/parent`` is the span that is going on here.
    ///
    /// A call that is being served is a place of its own, inside of all that were entered before it.
    public var traceContext: TraceContext? {
        get {
            let (entered, call) = (self[Key.self], call)
            if let entered, entered.call == call.map(ObjectIdentifier.init) { return entered.place?.position }
            return call?.position ?? entered?.place?.position
        }
        set { enter(newValue.map { FixedPlace($0) }) }
    }

    /// The same, with the place being in it.
    func at(_ place: any TracePlace) -> ServiceContext {
        var context = self
        context.enter(place)
        return context
    }

    private mutating func enter(_ place: (any TracePlace)?) {
        self[Key.self] = EnteredPlace(place: place, call: call.map(ObjectIdentifier.init))
    }
}

extension Call {
    /// Its place in a trace, where it has one.
    fileprivate var position: TraceContext? {
        guard let mark = observation?.mark, let trace = mark.trace else { return nil }
        return (mark.object as? SpanOrigin)?.state.map { trace.with(state: $0) } ?? trace
    }
}

extension TraceContext {
    func with(state: String) -> TraceContext { TraceContext(trace: trace, parent: parent, isSampled: isSampled, state: state) }

    static let parentField = "traceparent"
    static let stateField = "tracestate"
}
