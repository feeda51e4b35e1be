/// Which events somebody wants. All that is said must hold; what is left out holds for every event.
///
/// It is asked before an event is written, so what nobody wants costs no writing.
public struct EventFilter: Sendable {
    /// One of these; empty for all.
    public var types: Set<EventType>
    /// For each attribute that is named here, one of the values.
    public var attributes: [(name: String, values: Set<String>)]
    /// Runs for every event that the rest lets through, on the thread that delivers; it must be quick.
    public var predicate: (@Sendable (ServerEvent) -> Bool)?

    /// Every event.
    public static let all = EventFilter()

    public init(
        types: Set<EventType> = [], attributes: [(name: String, values: Set<String>)] = [],
        where predicate: (@Sendable (ServerEvent) -> Bool)? = nil
    ) {
        self.types = types
        self.attributes = attributes
        self.predicate = predicate
    }

    public func admits(_ event: ServerEvent) -> Bool {
        guard types.isEmpty || types.contains(event.draft.type) else { return false }
        for (name, values) in attributes {
            guard let value = event.draft.attribute(name), values.contains(value) else { return false }
        }
        return predicate?(event) ?? true
    }
}

extension EventFilter: CustomStringConvertible {
    /// As a query: `type=a,b&ticket=7`.
    public var description: String {
        let parts = (types.isEmpty ? [] : [("type", types.map(\.rawValue))]) + attributes.map { ($0.name, Array($0.values)) }
        return parts.map { "\($0.0)=\($0.1.sorted().joined(separator: ","))" }.joined(separator: "&") + (predicate == nil ? "" : "&…")
    }
}
