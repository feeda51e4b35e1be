/// Which model a server would like best. A client may pass over all of it (specification, sampling, model preferences).
public struct ModelPreferences: Sendable, Hashable {
    /// Parts of names of models or of families, the best first.
    public let hints: [String]
    /// How much a low price matters, from 0 to 1.
    public let cost: Double?
    /// How much a quick answer matters, from 0 to 1.
    public let speed: Double?
    /// How much ability matters, from 0 to 1.
    public let intelligence: Double?

    /// - Precondition: priorities are 0 to 1.
    public init(hints: [String] = [], cost: Double? = nil, speed: Double? = nil, intelligence: Double? = nil) {
        for priority in [cost, speed, intelligence] {
            precondition(priority.map { 0...1 ~= $0 } ?? true, "priorities are 0 to 1")
        }
        self.hints = hints
        self.cost = cost
        self.speed = speed
        self.intelligence = intelligence
    }
}
