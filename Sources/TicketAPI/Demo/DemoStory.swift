/// Writes one demo ticket and lets it live until `end`.
struct DemoStory {
    private var random: SplitMix64
    private let workflow: Workflow
    private let end: Instant
    private let language: DemoLanguage
    private let phrases: DemoPhrases
    private let topic: DemoTopic

    init(random: SplitMix64, workflow: Workflow, end: Instant) {
        var random = random
        language = random.chance(70) ? .japanese : .english
        phrases = .of(language)
        topic = random.pick(DemoTopics.all(language))
        self.random = random
        self.workflow = workflow
        self.end = end
    }

    mutating func tell(id: Int, created: Instant, status: Status, channel: RequestChannel) -> DemoTicket {
        let ticket = opening(id: id, created: created, status: status, channel: channel)
        var life = DemoLife(ticket)
        live(&life)
        return DemoTicket(ticket: life.ticket, history: life.history)
    }

    private mutating func opening(id: Int, created: Instant, status: Status, channel: RequestChannel) -> Ticket {
        let title = phrases.fill(random.pick(topic.titles), &random)
        let detail = DemoCategories.details.first { $0.id == topic.detail }
        let category = DemoCategories.all.first { $0.id == detail?.categoryID }
        let priority: Priority = random.chance(8) ? .urgent : random.chance(20) ? .high : random.chance(75) ? .normal : .low
        let requester = requester()
        let creator = requester.id.flatMap(user) ?? agent()
        return Ticket(
            id: id, title: title, description: description(), status: status, priority: priority, category: category?.named,
            categoryDetail: detail?.named, requestChannel: channel, account: account(), requester: requester, assignee: nil,
            tags: tags(), dueAt: due(created, priority), firstResponseAt: nil, resolvedAt: nil, closedAt: nil,
            createdBy: creator.named, createdAt: created, updatedBy: creator.named, updatedAt: created, version: 1, historyCount: 1)
    }

    /// Triage, some talk, a solution, the end; any step may be the last.
    private mutating func live(_ life: inout DemoLife) {
        guard let agent = random.chance(94) ? self.agent() : nil else { return }
        guard life.advance(random.within(300...30_000), until: end) else { return }
        life.change(by: agent, to: "open", in: workflow) { $0.assignee = agent.named }
        for _ in 0..<random.below(5) {
            guard life.advance(random.within(900...150_000), until: end) else { return }
            talk(&life, agent)
        }
        guard random.chance(90), life.advance(random.within(1800...260_000), until: end) else { return }
        if life.ticket.status.key == "pending" { life.change(by: agent, to: "open", in: workflow) }
        life.change(by: agent, to: "resolved", body: phrases.fill(random.pick(topic.fixes), &random), in: workflow)
        guard random.chance(92), life.advance(random.within(86_400...600_000), until: end) else { return }
        life.change(by: agent, to: "closed", in: workflow)
    }

    private mutating func talk(_ life: inout DemoLife, _ agent: User) {
        switch random.below(10) {
        case 0...2: life.say(.reply, .public, random.pick(phrases.replies), by: agent, minutes: random.within(3...20))
        case 3...4:
            let asker = life.ticket.requester?.id.flatMap(user)
            life.say(.comment, .public, random.pick(phrases.answers), by: asker ?? agent, minutes: nil)
        case 5...6: life.say(.internalNote, .internal, random.pick(phrases.notes), by: agent, minutes: random.within(5...60))
        case 7: life.say(.call, .internal, random.pick(phrases.calls), by: agent, minutes: random.within(5...30))
        case 8:
            let priority: Priority = random.chance(50) ? .high : .urgent
            life.change(by: agent, to: nil, in: workflow) { $0.priority = priority }
        default: life.change(by: agent, to: life.ticket.status.key == "open" ? "pending" : "open", in: workflow)
        }
    }

    private mutating func description() -> String {
        var parts = [random.pick(phrases.greetings), random.pick(topic.symptoms)]
        if random.chance(50) { parts.append(random.pick(topic.symptoms.filter { $0 != parts[1] })) }
        if random.chance(60) { parts.append(random.pick(phrases.environments)) }
        parts.append(random.pick(phrases.impacts))
        parts.append(random.pick(phrases.closings))
        return parts.map { phrases.fill($0, &random) }.joined(separator: "\n")
    }

    private mutating func agent() -> User {
        let id = random.pick(DemoUsers.agents[language] ?? [1])
        return user(id) ?? DemoUsers.all[0]
    }

    private mutating func requester() -> Requester {
        if random.chance(72), let user = user(random.pick(DemoUsers.requesters[language] ?? [11])) {
            return Requester(id: user.id, name: user.name, contact: nil)
        }
        let digits = random.within(1000...9999)
        let contact = random.chance(50) ? "03-5550-\(digits)" : "guest\(digits)@customer.example"
        return Requester(id: nil, name: random.pick(phrases.strangers), contact: contact)
    }

    private mutating func account() -> Account? {
        guard random.chance(92) else { return nil }
        return random.pick(language == .japanese ? DemoAccounts.japanese : DemoAccounts.english.filter(\.active))
    }

    private mutating func tags() -> [String] {
        var tags = topic.tags.filter { _ in random.chance(70) }
        if random.chance(8) { tags.append("vip") }
        if random.chance(6) { tags.append(language == .japanese ? "再発" : "recurring") }
        return tags
    }

    private mutating func due(_ created: Instant, _ priority: Priority) -> Instant? {
        guard random.chance(65) else { return nil }
        let days: Int64 = [.urgent: 1, .high: 3, .normal: 7][priority] ?? 14
        let day = created.milliseconds / 86_400_000 + days
        return Instant(milliseconds: day * 86_400_000).adding(seconds: 9 * 3600)
    }

    private func user(_ id: Int) -> User? {
        DemoUsers.all.first { $0.id == id }
    }
}
