internal import Testing

@testable internal import MCPCore

@Suite struct StartPlaceTests {
    private let place = StartPlace()
    private static let computing = ThreadUsage(processor: .milliseconds(3), waits: 0)
    private static let waiting = ThreadUsage(processor: .microseconds(20), waits: 1)
    private static let takenAway = ThreadUsage(processor: .microseconds(20), waits: 0)

    private func isHereForMostCalls() -> Bool {
        (0..<100).filter { _ in place.isElsewhere() }.isEmpty
    }

    @Test(arguments: [computing, waiting]) func callsThatHoldTheirThreadMoveAway(_ used: ThreadUsage) {
        for _ in 0..<4 { place.noteLong(.milliseconds(3), used) }
        #expect((0..<64).filter { _ in place.isElsewhere() }.count == 63, "all but one probe")
    }

    @Test func aThreadThatWasTakenAwayChangesNothing() {
        for _ in 0..<1_000 { place.noteLong(.milliseconds(60), Self.takenAway) }
        #expect(isHereForMostCalls())
    }

    @Test func aLongCallThatNobodyMeasuredIsSuspectedOnly() {
        for _ in 0..<1_000 { place.noteLong(.milliseconds(3), nil) }
        #expect(isHereForMostCalls())
    }

    @Test func aVeryLongOneMovesUntilAProbeIsShort() {
        place.noteLong(.milliseconds(60), nil)
        #expect(place.isElsewhere())
        place.noteShort()
        #expect(isHereForMostCalls())
    }

    @Test func aToolThatHasBecomeShortComesBack() {
        for _ in 0..<10 { place.noteLong(.milliseconds(60), Self.computing) }
        for _ in 0..<4 { place.noteShort() }
        #expect(isHereForMostCalls())
    }

    @Test func aRealComputationIsFoundOut() {
        for _ in 0..<8 {
            let hold = place.begin()
            let start = ThreadUsage.now
            while ThreadUsage.now.since(start).processor < .milliseconds(2) {}
            place.end(hold)
        }
        #expect(place.isElsewhere() || place.isElsewhere(), "one of two is no probe")
    }
}
