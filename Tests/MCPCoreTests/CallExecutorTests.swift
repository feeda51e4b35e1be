internal import MCPTesting
internal import Synchronization
internal import Testing

@testable internal import MCPCore

/// A call goes on at the thread that received it, unless its tool holds that thread for long.
@Suite(.timeLimit(.minutes(1))) struct CallExecutorTests {
    /// A thread whose turns the test runs.
    private final class StandInThread: CallThread {
        let turns = Observed([CallTurn]())
        private let isOpen: Bool

        init(isOpen: Bool = true) { self.isOpen = isOpen }

        func take(_ turn: CallTurn) -> Bool {
            guard isOpen else { return false }
            turns.change { $0.append(turn) }
            return true
        }

        /// Calls come as turns.
        func enqueue(_ job: consuming ExecutorJob) {
            Issue.record("a job of somebody else's")
            globalConcurrentExecutor.enqueue(UnownedJob(job))
        }

        func runNext() async throws {
            try await turns.wait { !$0.isEmpty }
            turns.change { $0.removeFirst() }.run()
        }
    }

    private static let computing = ThreadUsage(processor: .milliseconds(60), waits: 0)
    private let place = StartPlace()
    private let gate = Promise<Void>()
    private let steps = Observed([String]())

    private func start(on thread: StandInThread) -> Task<Void, Never> {
        CallExecutor(thread, place).start { [gate, steps] in
            steps.change { $0.append("began") }
            await gate.value
            steps.change { $0.append("ended") }
        }
    }

    @Test func aCallBeginsAtOnceAndEndsInATurnOfItsThread() async throws {
        let thread = StandInThread()
        let task = start(on: thread)
        #expect(steps.state == ["began"])
        gate.fulfil(())
        try await thread.turns.wait { !$0.isEmpty }
        #expect(steps.state == ["began"], "nobody but the thread runs a turn")
        try await thread.runNext()
        #expect(steps.state == ["began", "ended"])
        await task.value
    }

    @Test func aThreadThatTakesNoTurnsIsDoneWithout() async throws {
        let task = start(on: StandInThread(isOpen: false))
        gate.fulfil(())
        await task.value
        #expect(steps.state == ["began", "ended"])
    }

    @Test func aToolThatHasHeldItsThreadGoesOnElsewhere() async throws {
        let thread = StandInThread()
        let task = start(on: thread)
        place.noteLong(.milliseconds(60), Self.computing)
        gate.fulfil(())
        await task.value
        #expect(thread.turns.state.isEmpty)
    }

    @Test func aProbeStaysAsAWholeAndBringsItsToolBack() async throws {
        for _ in 0..<4 { place.noteLong(.milliseconds(60), Self.computing) }
        for round in 1...4 {
            #expect(place.isAvoided, "before round \(round)")
            let thread = StandInThread()
            let gate = Promise<Void>()
            let task = CallExecutor(thread, place).start { await gate.value }
            gate.fulfil(())
            try await thread.runNext()
            await task.value
            // The last one who holds the executor lets go of it when the turn is over, which may be after the task.
            while round == 4, place.isAvoided { await Task.yield() }
        }
        #expect(!place.isAvoided)
    }

    @Test func aCallOfWhichOneTurnIsLongDoesNotCountAsShort() async throws {
        for _ in 0..<4 { place.noteLong(.milliseconds(60), Self.computing) }
        for _ in 0..<8 {
            let thread = StandInThread()
            let gate = Promise<Void>()
            let task = CallExecutor(thread, place).start {
                await gate.value
                let start = ThreadUsage.now
                while ThreadUsage.now.since(start).processor < .milliseconds(2) {}
            }
            gate.fulfil(())
            try await thread.runNext()
            await task.value
        }
        #expect(place.isAvoided)
    }
}

/// A value that is waited for by whoever is cancelled by nobody.
private final class Promise<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiters: [CheckedContinuation<Value, Never>] = []
    }

    private let state = Mutex(State())

    nonisolated(nonsending) var value: Value {
        get async {
            await withCheckedContinuation { waiter in
                let value = state.withLock { state in
                    if state.value == nil { state.waiters.append(waiter) }
                    return state.value
                }
                if let value { waiter.resume(returning: value) }
            }
        }
    }

    func fulfil(_ value: Value) {
        let waiters = state.withLock { state in
            state.value = value
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: value) }
    }
}
