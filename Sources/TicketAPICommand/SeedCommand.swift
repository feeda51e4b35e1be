internal import ArgumentParser
internal import TicketAPI

/// `ticket-api seed`
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Fill an empty database with demo data in Japanese and English.")

    @Option(help: "A SQLite file, made when it does not exist, or a postgres:// URL of an empty database.")
    var database: String

    @Option(help: "How many tickets to make.")
    var tickets = 5000

    @OptionGroup(title: "Demo data")
    var demo: DemoOptions

    func validate() throws {
        guard (0...1_000_000).contains(tickets) else { throw ValidationError("--tickets must be 0 to 1000000.") }
    }

    func run() async throws {
        do {
            let location = DatabaseLocation(database)
            let store = try await SQLTicketStore.open(location)
            try await store.load(demo.dataset(tickets: tickets))
            try store.close()
            Console.note("\(tickets) tickets written to \(location)")
        } catch {
            Console.note("ticket-api: \(error)")
            throw ExitCode.failure
        }
    }
}
