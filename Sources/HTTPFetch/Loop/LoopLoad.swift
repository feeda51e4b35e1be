internal import Synchronization

/// How many transfers a loop has, from the moment on that they are posted. Safe to use from any thread.
final class LoopLoad: Sendable {
    private let transfers = Atomic<Int>(0)

    var count: Int { transfers.load(ordering: .relaxed) }

    func begin() { transfers.wrappingAdd(1, ordering: .relaxed) }

    func end() { transfers.wrappingSubtract(1, ordering: .relaxed) }
}
