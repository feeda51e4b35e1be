/// A believable help desk in Japanese and English. The same seed, size and date make the same rows, byte for byte.
public struct DemoDataset: Sendable {
    /// 2026-11-20T09:00:00Z, the "today" of the demo unless another is given.
    public static let defaultDate = Instant(milliseconds: 1_795_165_200_000)
    static let spanDays: Int64 = 180

    public let ticketCount: Int
    public let seed: UInt64
    /// The time after which nothing has happened yet.
    public let date: Instant

    public init(tickets: Int, seed: UInt64 = 42, date: Instant = Self.defaultDate) {
        ticketCount = max(0, tickets)
        self.seed = seed
        self.date = date
    }

    /// The ticket with the given id, from 1; older tickets have smaller ids.
    func ticket(_ id: Int, workflow: Workflow, channels: [RequestChannel]) -> DemoTicket? {
        var random = SplitMix64(seed: seed &+ UInt64(id) &* 0xd134_2543_de82_ef95)
        let step = Self.spanDays * 86_400 / Int64(max(1, ticketCount))
        let age = step * Int64(ticketCount - id) + Int64(random.below(Int(max(1, step))))
        let created = date.adding(seconds: -age - 60)
        guard let status = workflow.statuses.first(where: { $0.group == .new }), let channel = Self.channel(channels, &random) else {
            return nil
        }
        var story = DemoStory(random: random, workflow: workflow, end: date)
        return story.tell(id: id, created: created, status: status, channel: channel)
    }

    private static func channel(_ channels: [RequestChannel], _ random: inout SplitMix64) -> RequestChannel? {
        let weights = ["email": 35, "web": 30, "phone": 20, "chat": 10, "visit": 3, "api": 2]
        var draw = random.below(100)
        for channel in channels {
            draw -= weights[channel.key] ?? 0
            if draw < 0 { return channel }
        }
        return channels.first
    }
}
