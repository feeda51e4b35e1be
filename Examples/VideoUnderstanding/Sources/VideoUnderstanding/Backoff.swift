/// How long to wait between polls: short at first, since short videos are done soon, and longer later.
struct Backoff: Sendable {
    private var delay: Duration
    private let factor: Double
    private let longest: Duration

    init(first: Duration = .milliseconds(500), factor: Double = 1.6, longest: Duration = .seconds(15)) {
        delay = first
        self.factor = factor
        self.longest = longest
    }

    /// - Parameter wish: what the service asks for. It is heard, up to a minute.
    mutating func next(_ wish: Duration?) -> Duration {
        defer { delay = min(delay * factor, longest) }
        return max(delay, min(wish ?? .zero, .seconds(60)))
    }
}
