internal import Synchronization

@testable internal import TicketAPI

/// Every state that tickets were in while something went on.
final class TicketStates: Sendable {
    private let states: Mutex<[Int: [JSONValue]]>
    private let ended = Mutex(false)

    init(_ tickets: [JSONValue]) {
        states = Mutex(Dictionary(grouping: tickets) { $0["id"]?.integer ?? 0 })
    }

    var isOver: Bool { ended.withLock { $0 } }

    func end() {
        ended.withLock { $0 = true }
    }

    func add(_ ticket: JSONValue) {
        guard let id = ticket["id"]?.integer else { return }
        states.withLock { $0[id, default: []].append(ticket) }
    }

    /// The tickets for which `holds` was true all the time.
    func ids(always holds: (JSONValue) -> Bool) -> Set<Int> {
        states.withLock { Set($0.filter { $0.value.allSatisfy(holds) }.keys) }
    }
}
