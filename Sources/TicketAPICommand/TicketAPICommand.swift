internal import ArgumentParser
internal import TicketAPI

/// The `ticket-api` program.
@main
struct TicketAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket-api",
        abstract: "A help-desk ticket REST API over SQLite or PostgreSQL.",
        discussion: "A reference service for trying out and testing clients: tickets with history, workflow and search.",
        version: TicketAPIVersion.current,
        subcommands: [ServeCommand.self, SeedCommand.self, OpenAPICommand.self])
}
