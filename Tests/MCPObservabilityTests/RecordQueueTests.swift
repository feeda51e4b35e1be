import Dispatch
import MCPTesting
import Testing

@testable import MCPObservability

/// What the threads that serve leave to be worked off.
@Suite(.timeLimit(.minutes(1))) struct RecordQueueTests {
    private let worked = Observed<[[Int]]>([])

    private func queue() -> RecordQueue<Int> {
        RecordQueue { [worked] records in
            var taken: [Int] = []
            records.forEach { taken.append($0) }
            let batch = taken
            worked.change { $0.append(batch) }
        }
    }

    @Test func inBulkAndInOrder() {
        let queue = queue()
        for number in 0..<1_000 { queue.append { number } }
        queue.handOver()
        #expect(worked.state.flatMap(\.self) == Array(0..<1_000))
        queue.handOver()
        #expect(worked.state.allSatisfy { !$0.isEmpty })
    }

    /// Dozens are worked off by the thread that brings them, so that a busy one wakes no other.
    @Test func atOnceWhereThereAreMany() {
        let queue = queue()
        for number in 0..<130 { queue.append { number } }
        #expect(worked.state.prefix(2) == [Array(0..<64), Array(64..<128)])
    }

    /// Whoever waits for nothing is told of all the same, soon.
    @Test func nobodyAsks() async throws {
        let queue = queue()
        queue.append { 1 }
        try await worked.wait { $0 == [[1]] }
        queue.append { 2 }
        try await worked.wait { $0 == [[1], [2]] }
    }

    /// Whoever had the queue may be gone by then.
    @Test func nobodyHasIt() async throws {
        queue().append { 1 }
        try await worked.wait { $0 == [[1]] }
    }

    /// The last reference to a tool may go with a record, and a tool that ends may log, which has the queue worked off.
    @Test func whatEndsWithARecordMayHandOver() async throws {
        let ended = Observed(0)
        let queue = RecordQueue<Ending> { _ in }
        for _ in 0..<64 {
            queue.append {
                Ending {
                    queue.handOver()
                    ended.change { $0 += 1 }
                }
            }
        }
        try await ended.wait { $0 == 64 }
    }

    /// Far more than may wait, from several threads at once, and asked for meanwhile: each once, those of a thread in their order.
    @Test func nothingIsLost() {
        let queue = queue()
        let (threads, each) = (4, 30_000)
        DispatchQueue.concurrentPerform(iterations: threads + 1) { thread in
            if thread == threads {
                for _ in 0..<100 { queue.handOver() }
            } else {
                for number in 0..<each { queue.append { thread * each + number } }
            }
        }
        queue.handOver()
        let all = worked.state.flatMap(\.self)
        #expect(all.count == threads * each && Set(all).count == all.count)
        for thread in 0..<threads {
            let own = all.filter { $0 / each == thread }
            #expect(own == own.sorted())
        }
        #expect(worked.state.allSatisfy { $0.count < 4_096 + threads })
    }
}

/// Tells of its end.
private final class Ending: Sendable {
    private let end: @Sendable () -> Void

    init(_ end: @escaping @Sendable () -> Void) {
        self.end = end
    }

    deinit {
        end()
    }
}
