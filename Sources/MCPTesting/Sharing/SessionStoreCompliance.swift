public import MCPCore

/// Holds a store to what `SessionStore` promises. Who writes one runs every rule against it:
///
/// ```swift
/// @Test(arguments: SessionStoreCompliance.Rule.allCases)
/// func complies(_ rule: SessionStoreCompliance.Rule) async throws {
///     try await SessionStoreCompliance { instances, limits in try await makeStores(instances, limits) }.check(rule)
/// }
/// ```
public struct SessionStoreCompliance: Sendable {
    /// Something that a store promises.
    public enum Rule: String, Sendable, CaseIterable {
        case aRecordComesBackAsItWasSaved
        case everyInstanceFindsARecord
        case theLastRecordCounts
        case whatWasRemovedIsForgotten
        case streamsAreReadByEveryInstance
        case streamsAreReadFromAnyPlace
        case streamsAreBounded
        case whatIsMissingIsAGap
        case anUnknownStreamIsNone
        case aStreamMayBeOpenedAgain
        case lettersArriveAsTheyWereSent
        case lettersComeInTheirOrder
        case lettersToAllReachAllOthers
        case lettersComeBehindWhatWasAppended
        case whoHasEndedIsGone
    }

    /// Several instances of one empty store, as processes would have them that share it. None has begun.
    public typealias Factory = @Sendable (_ instances: Int, _ limits: SessionStoreLimits) async throws -> [any SessionStore]

    private let make: Factory

    public init(_ make: @escaping Factory) {
        self.make = make
    }

    /// - Throws: ``BrokenPromise``, or what the store throws. Waits for letters: a test needs a time limit.
    public func check(_ rule: Rule) async throws {
        switch rule {
        case .aRecordComesBackAsItWasSaved: try await content()
        case .everyInstanceFindsARecord: try await finding()
        case .theLastRecordCounts: try await replacing()
        case .whatWasRemovedIsForgotten: try await removing()
        case .streamsAreReadByEveryInstance: try await streams()
        case .streamsAreReadFromAnyPlace: try await places()
        case .streamsAreBounded: try await bounds()
        case .whatIsMissingIsAGap: try await gaps()
        case .anUnknownStreamIsNone: try await strangers()
        case .aStreamMayBeOpenedAgain: try await opening()
        case .lettersArriveAsTheyWereSent: try await letters()
        case .lettersComeInTheirOrder: try await order()
        case .lettersToAllReachAllOthers: try await everybody()
        case .lettersComeBehindWhatWasAppended: try await sequence()
        case .whoHasEndedIsGone: try await ending()
        }
    }

    func stores(_ instances: Int, _ limits: SessionStoreLimits = SessionStoreLimits()) async throws -> [any SessionStore] {
        let stores = try await make(instances, limits)
        try require(stores.count == instances, "the factory made \(stores.count) instances in place of \(instances)")
        try require(Set(stores.map(\.instance)).count == instances, "each instance has a name of its own")
        return stores
    }

    func record(_ id: String, _ home: InstanceID, kind: SessionRecord.Kind = .anywhere) -> SessionRecord {
        SessionRecord(id: id, kind: kind, principal: "alice", home: home)
    }

    func event(_ number: Int, isLast: Bool = false, isDelivered: Bool = false) -> StreamEvent {
        StreamEvent(
            sequence: number, message: Array(#"{"jsonrpc":"2.0","method":"n\#(number)"}"#.utf8), isLast: isLast, isDelivered: isDelivered)
    }
}
