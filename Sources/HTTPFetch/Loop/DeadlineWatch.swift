/// The nearest of many deadlines. Those that were met in time are not taken out: a look too early costs less than a list in order.
struct DeadlineWatch {
    /// How long the loop sleeps when nothing is due.
    private static let idleMilliseconds: Int32 = 60_000

    private var nearest: ContinuousClock.Instant?

    mutating func add(_ deadline: ContinuousClock.Instant) { nearest = nearest.map { min($0, deadline) } ?? deadline }

    func isDue(_ now: ContinuousClock.Instant) -> Bool { nearest.map { $0 <= now } ?? false }

    func pollMilliseconds(now: ContinuousClock.Instant) -> Int32 {
        guard let nearest else { return Self.idleMilliseconds }
        guard nearest > now else { return 0 }
        return Int32(min(now.duration(to: nearest).curlMilliseconds + 1, Int(Self.idleMilliseconds)))
    }
}
