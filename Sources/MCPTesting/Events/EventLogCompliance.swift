public import MCPCore

/// Holds a log to what `EventLog` promises. Who writes one runs every rule against it:
///
/// ```swift
/// @Test(arguments: EventLogCompliance.Rule.allCases)
/// func complies(_ rule: EventLogCompliance.Rule) async throws {
///     try await EventLogCompliance { instances, kept in try await makeLogs(instances, keeping: kept) }.check(rule)
/// }
/// ```
public struct EventLogCompliance: Sendable {
    /// Something that a log promises.
    public enum Rule: String, Sendable, CaseIterable {
        case orderIsThatOfAppending
        case everythingComesBack
        case aKeyIsTakenOnce
        case aKeyIsTakenOnceByAllInstances
        case pagesFollowOneAnother
        case nothingIsBehindTheLast
        case whatIsForgottenIsAGap
        case aStrangePositionIsAGap
        case followingBeginsWithAPlace
        case allInstancesTellTheSame
        case whatIsToldCanBeRead
        case cancellingEndsFollowing
        case whatNoStreamCarriesIsRefused
    }

    /// Several instances of one empty log, as processes would have them that share it. It keeps about so many events, and not many more.
    public typealias Factory = @Sendable (_ instances: Int, _ kept: Int) async throws -> [any EventLog]

    private let make: Factory

    public init(_ make: @escaping Factory) {
        self.make = make
    }

    /// - Throws: ``BrokenPromise``, or what the log throws. Waits for what the log has to tell: a test needs a time limit.
    public func check(_ rule: Rule) async throws {
        switch rule {
        case .orderIsThatOfAppending: try await order()
        case .everythingComesBack: try await content()
        case .aKeyIsTakenOnce: try await keys()
        case .aKeyIsTakenOnceByAllInstances: try await keysOfAll()
        case .pagesFollowOneAnother: try await pages()
        case .nothingIsBehindTheLast: try await end()
        case .whatIsForgottenIsAGap: try await gap()
        case .aStrangePositionIsAGap: try await stranger()
        case .followingBeginsWithAPlace: try await beginning()
        case .allInstancesTellTheSame: try await agreement()
        case .whatIsToldCanBeRead: try await reading()
        case .cancellingEndsFollowing: try await cancelling()
        case .whatNoStreamCarriesIsRefused: try await refusal()
        }
    }

    func logs(_ instances: Int = 1, kept: Int = 1_000) async throws -> [any EventLog] {
        let logs = try await make(instances, kept)
        try require(logs.count == instances, "the factory made \(logs.count) instances in place of \(instances)")
        return logs
    }

    static func draft(_ number: Int, key: String? = nil) -> EventDraft {
        EventDraft(.ticketUpdated, source: .mcpTool, key: key, payload: RawJSON(["n": .integer(Int64(number))]))
    }

    static func number(of event: ServerEvent) -> Int {
        do throws(JSONError) {
            return try JSON(parsing: event.draft.payload.bytes)["n"]?.integer.map { Int($0) } ?? -1
        } catch {
            return -1
        }
    }
}
