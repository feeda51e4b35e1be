internal import ArgumentParser
internal import TicketAPI

/// Which demo data to make.
struct DemoOptions: ParsableArguments {
    @Option(help: "Seed of the generator; the same seed makes the same data.")
    var seed: UInt64 = 42

    @Option(help: ArgumentHelp("The day on which the demo data ends: an RFC 3339 time, or now.", valueName: "time"))
    var seedDate: String = DemoDataset.defaultDate.rfc3339

    func validate() throws {
        guard seedDate == "now" || Instant(rfc3339: seedDate) != nil else {
            throw ValidationError("--seed-date must be an RFC 3339 time such as 2026-11-20T09:00:00Z, or now.")
        }
    }

    func dataset(tickets: Int) -> DemoDataset {
        let date = seedDate == "now" ? Instant.now() : Instant(rfc3339: seedDate) ?? DemoDataset.defaultDate
        return DemoDataset(tickets: tickets, seed: seed, date: date)
    }
}
