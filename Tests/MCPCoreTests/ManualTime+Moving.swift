import MCPTesting
import Testing

extension ManualTime {
    /// Moves on in steps that are small enough for whoever looks at the time now and then.
    func moves(by duration: Duration) async {
        let goal = now + duration
        while now < goal { await step(min(.milliseconds(250), goal - now), until: { false }) }
    }

    /// Moves on until something has happened, for an hour at most.
    func moves(until isReached: () -> Bool) async {
        let goal = now + .seconds(3_600)
        while !isReached(), now < goal { await step(.milliseconds(250), until: isReached) }
    }

    /// Moves on, and lets those who were woken by it look at the time before it goes on: on a busy machine they come late. One that does not
    /// sleep again is not waited for without end.
    private func step(_ duration: Duration, until isReached: () -> Bool) async {
        let slept = sleepCount
        let woken = advance(by: duration)
        if woken == 0 {
            for _ in 0..<20 where !isReached() { await Task.yield() }
        } else {
            // Not a number of turns: while another process has the processor, thousands pass in which nobody who was woken gets one.
            let end = ContinuousClock.now + .seconds(2)
            while !isReached(), sleepCount == slept, ContinuousClock.now < end { await Task.yield() }
        }
    }
}

extension EngineClient {
    /// Moves the time on, in which the client must be told nothing.
    func expectSilence(while time: ManualTime, reaches moment: Duration) async throws {
        await time.moves(by: moment - time.now)
        #expect(unread.isEmpty)
    }
}
