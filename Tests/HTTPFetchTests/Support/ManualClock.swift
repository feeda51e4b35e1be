internal import HTTPFetch

/// Goes on only when slept on or told to; sleeping takes no time and is written down.
final class ManualClock: FetchClock {
    private let state = Shared((now: Duration.zero, unix: Int64(784_111_777), sleeps: [Duration]()))

    func now() -> Duration { state.value.now }
    func unixSeconds() -> Int64 { state.value.unix }
    func advance(by duration: Duration) { state.change { $0.now += duration } }
    var sleeps: [Duration] { state.value.sleeps }

    func sleep(for duration: Duration) async throws(CancellationError) {
        state.change {
            $0.now += duration
            $0.sleeps.append(duration)
        }
    }
}
