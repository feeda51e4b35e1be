internal import ArgumentParser
internal import Foundation
internal import Logging
internal import TicketAPI

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// `ticket-api serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the API until SIGTERM or SIGINT.",
        discussion: """
            Without an API key anybody who can reach the port acts as user 1, so the server then listens on loopback only.
            Keys are also read from TICKET_API_KEYS, separated by commas, and the database from TICKET_API_DATABASE, where a password
            is safer than among the options; the secret of webhooks is read from TICKET_API_WEBHOOK_SECRET.
            """)

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes any free one.")
    var port = 0

    @Option(
        help: """
            A SQLite file, made when it does not exist, or the postgres:// URL of a database. Without it, a temporary file that is \
            deleted at exit.
            """)
    var database: String?

    @Option(help: "How many connections to a PostgreSQL server there may be.")
    var databaseConnections = 8

    @Option(help: ArgumentHelp("Accept this key; without a user id it stands for user 1. May be repeated.", valueName: "key[=user-id]"))
    var apiKey: [String] = []

    @Option(help: "Put before the paths in the url of tickets, such as https://desk.example.com.")
    var publicURL = ""

    @Option(help: ArgumentHelp("Fill the database with this many demo tickets when it is empty.", valueName: "tickets"))
    var seedIfEmpty: Int?

    @Option(
        name: .customLong("webhook-url"),
        help: ArgumentHelp("Tell this address of every change, by signed POSTs. May be repeated.", valueName: "url"))
    var webhookURL: [String] = []

    @Option(help: "The secret that webhooks are signed with, 16 characters at least; better given in TICKET_API_WEBHOOK_SECRET.")
    var webhookSecret: String?

    @Option(help: "How many change events are kept for those who follow /changes, for at most 7 days.")
    var changesKept = ChangeRetention().count

    @Flag(help: "Print one line of JSON with url and pid on stdout once connections are accepted.")
    var announce = false

    @Flag(help: "End when stdin is closed, and so when the process that holds its other end is gone.")
    var exitWithParent = false

    @Option(help: "trace, debug, info, notice, warning, error or critical; the log goes to stderr.")
    var logLevel: Logger.Level = .notice

    @OptionGroup(title: "Demo data")
    var demo: DemoOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535.") }
        guard (1...500).contains(databaseConnections) else { throw ValidationError("--database-connections must be 1 to 500.") }
        guard (100...100_000_000).contains(changesKept) else { throw ValidationError("--changes-kept must be 100 to 100000000.") }
        guard webhookURL.count <= 10 else { throw ValidationError("--webhook-url may be given at most 10 times.") }
        guard (0...1_000_000).contains(seedIfEmpty ?? 0) else { throw ValidationError("--seed-if-empty must be 0 to 1000000.") }
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        do {
            if let database = database ?? ProcessInfo.processInfo.environment["TICKET_API_DATABASE"], !database.isEmpty {
                try await serve(DatabaseLocation(database)) {}
            } else {
                let temporary = try TemporaryDatabase()
                defer { temporary.delete() }
                try await serve(.sqlite(path: temporary.path), cleanUp: temporary.delete)
            }
        } catch {
            Console.note("ticket-api: \(error)")
            throw ExitCode.failure
        }
    }

    private func serve(_ location: DatabaseLocation, cleanUp: @escaping @Sendable () -> Void) async throws {
        let configuration = try serverConfiguration()
        try configuration.check()
        let store = try await SQLTicketStore.open(
            location, limits: PoolLimits(connections: databaseConnections), retention: ChangeRetention(count: changesKept))
        try await seed(store)
        let (announces, watches, logger) = (announce, exitWithParent, configuration.logger)
        try await TicketServer(configuration: configuration, store: store).run { url in
            logger.notice("listening", metadata: ["url": "\(url)"])
            if watches { ParentWatch.start(cleanUp: cleanUp) }
            if announces { Console.announce("{\"url\":\"\(url)\",\"pid\":\(getpid())}") }
        }
        try store.close()
    }

    private func seed(_ store: SQLTicketStore) async throws {
        guard let seedIfEmpty, try await store.ticketCount() == 0 else { return }
        do {
            try await store.load(demo.dataset(tickets: seedIfEmpty))
        } catch DemoLoadError.notEmpty {
            // Accounts without tickets are somebody's data too.
        }
    }

    private func serverConfiguration() throws -> ServerConfiguration {
        let fromEnvironment = ProcessInfo.processInfo.environment["TICKET_API_KEYS"] ?? ""
        var configuration = ServerConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.keys = try APIKeyRing(apiKey + fromEnvironment.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        configuration.webhooks = try webhooks()
        configuration.publicURL = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        LoggingSystem.bootstrap(StreamLogHandler.standardError(label:))
        configuration.logger = Logger(label: "ticket-api")
        configuration.logger.logLevel = logLevel
        return configuration
    }

    private func webhooks() throws -> [Webhook] {
        guard !webhookURL.isEmpty else { return [] }
        let secret = webhookSecret ?? ProcessInfo.processInfo.environment["TICKET_API_WEBHOOK_SECRET"] ?? ""
        guard !secret.isEmpty else { throw WebhookError.noSecret }
        return try webhookURL.map { url in try Webhook(url: url, secret: secret) }
    }
}
