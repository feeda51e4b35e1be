/// Counts and times of tickets.
struct TicketStatistics: Sendable {
    /// How numbers are spread; in hours.
    struct Spread: Sendable, Hashable {
        let count: Int
        let mean, median, p90, max: Double

        /// Nil for no numbers. Percentiles are of the nearest rank, so each is a number that occurred; an even count's median is the
        /// lower one.
        init?(_ hours: [Double]) {
            guard let last = hours.max() else { return nil }
            let sorted = hours.sorted()
            count = sorted.count
            mean = Self.rounded(sorted.reduce(0, +) / Double(sorted.count))
            median = Self.rounded(sorted[(sorted.count + 1) / 2 - 1])
            p90 = Self.rounded(sorted[(sorted.count * 9 + 9) / 10 - 1])
            max = Self.rounded(last)
        }

        private static func rounded(_ hours: Double) -> Double { (hours * 100).rounded() / 100 }
    }

    /// Tickets that have something in common.
    struct Group: Sendable, Hashable {
        let key: String
        let tickets: Int
        let unfinished: Int
        /// How long ago unfinished tickets were made.
        let age: Spread?
        /// From making to the first public entry by staff.
        let firstResponse: Spread?
        /// From making to resolution.
        let resolution: Spread?

        init(_ key: String, _ tickets: [MeasuredTicket], now: Moment) {
            let open = tickets.filter { !$0.isFinished }
            self.key = key
            self.tickets = tickets.count
            unfinished = open.count
            age = Spread(open.map { $0.created.hours(to: now) })
            firstResponse = Spread(tickets.compactMap { ticket in ticket.firstResponse.map { ticket.created.hours(to: $0) } })
            resolution = Spread(tickets.compactMap { ticket in ticket.resolved.map { ticket.created.hours(to: $0) } })
        }
    }

    /// A calendar week, which begins on Monday (ISO 8601).
    struct Week: Sendable, Hashable {
        let monday: CivilDate
        let resolved: Int
        /// Tickets made in it.
        let group: Group
    }

    /// Groups of one kind that are told apart.
    static let groupLimit = 50

    let overall: Group
    let byStatus, byCategory, byAssignee: [Group]
    /// The latest, without gaps, oldest first.
    let byWeek: [Week]

    init(_ tickets: [MeasuredTicket], weeks: Int, now: Moment, zone: ZoneOffset) {
        overall = Group("all", tickets, now: now)
        byStatus = Self.groups(tickets, now) { $0.status }
        byCategory = Self.groups(tickets, now) { $0.category ?? "none" }
        byAssignee = Self.groups(tickets, now) { $0.assignee ?? "none" }
        let made = Dictionary(grouping: tickets) { $0.created.monday(in: zone) }
        let resolved = Dictionary(grouping: tickets.compactMap(\.resolved)) { $0.monday(in: zone) }.mapValues(\.count)
        let days = (Array(made.keys) + Array(resolved.keys)).map(\.dayNumber)
        guard let first = days.min(), let last = days.max() else {
            byWeek = []
            return
        }
        byWeek = stride(from: max(first, last - 7 * (weeks - 1)), through: last, by: 7).map { day in
            let monday = CivilDate(dayNumber: day)
            return Week(monday: monday, resolved: resolved[monday] ?? 0, group: Group(monday.text, made[monday] ?? [], now: now))
        }
    }

    /// The largest first; those beyond the limit as one.
    private static func groups(_ tickets: [MeasuredTicket], _ now: Moment, by key: (MeasuredTicket) -> String) -> [Group] {
        let all = Dictionary(grouping: tickets, by: key).sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let shown = all.prefix(groupLimit).map { Group($0.key, $0.value, now: now) }
        guard all.count > groupLimit else { return shown }
        return shown + [Group("\(all.count - groupLimit) others", all.dropFirst(groupLimit).flatMap(\.value), now: now)]
    }
}

extension Moment {
    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Never below zero: clocks differ.
    fileprivate func hours(to later: Moment) -> Double { max(0, Double(later.milliseconds - milliseconds) / 3_600_000) }

    fileprivate func monday(in zone: ZoneOffset) -> CivilDate {
        let local = milliseconds + Int64(zone.seconds) * 1_000
        let day = Int((Double(local) / 86_400_000).rounded(.down))
        // 1970-01-01 was a Thursday.
        return CivilDate(dayNumber: day - ((day + 3) % 7 + 7) % 7)
    }
}
