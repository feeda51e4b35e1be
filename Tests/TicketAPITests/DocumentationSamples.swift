import Logging
import TicketAPI

// What the catalogue of TicketAPI shows, to the letter: `Scripts/check-docs.py` compares them. Not called: it serves until somebody ends it.

private func serve(_ path: String, _ logger: Logger) async throws {
    let store = try await SQLTicketStore.open(.sqlite(path: path))
    try await store.load(DemoDataset(tickets: 20))
    var configuration = ServerConfiguration()
    configuration.port = 8081
    try await TicketServer(configuration: configuration, store: store).run { url in
        logger.notice("listening", metadata: ["url": "\(url)"])
    }
    try store.close()
}
