import MCPTesting
import Testing

extension ManualTime {
    /// Moves on in steps that are small enough for whoever looks at the time now and then.
    func moves(by duration: Duration) async {
        let goal = now + duration
        while now < goal {
            advance(by: min(.milliseconds(250), goal - now))
            await Task.yield()
        }
    }

    /// Moves on until something has happened, for an hour at most.
    func moves(until isReached: () -> Bool) async {
        let goal = now + .seconds(3_600)
        while !isReached(), now < goal {
            advance(by: .milliseconds(250))
            for _ in 0..<20 where !isReached() { await Task.yield() }
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
