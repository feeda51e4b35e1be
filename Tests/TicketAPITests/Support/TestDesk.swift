internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Logging
internal import NIOCore

@testable internal import TicketAPI

/// The service over a real, empty database, with a clock that stands still.
struct TestDesk: Sendable {
    let client: any TestClientProtocol
    let clock: ManualClock
    let store: SQLTicketStore

    /// Runs `body` against a fresh service holding `tickets` demo tickets.
    static func run(
        on engine: Engine = .sqlite, _ setup: TestingSetup = .router, tickets: Int = 0, keys: [String] = [], webhooks: [Webhook] = [],
        _ body: @Sendable (TestDesk) async throws -> Void
    ) async throws {
        try await engine.withStore { store in
            try await store.load(DemoDataset(tickets: tickets))
            try await run(over: store, setup, keys: keys, webhooks: webhooks, body)
        }
    }

    /// Runs `body` against a service over `store`.
    static func run(
        over store: SQLTicketStore, _ setup: TestingSetup = .router, keys: [String] = [], webhooks: [Webhook] = [],
        _ body: @Sendable (TestDesk) async throws -> Void
    ) async throws {
        let clock = ManualClock(DemoDataset.defaultDate)
        var configuration = ServerConfiguration()
        configuration.now = { clock.now }
        configuration.webhooks = webhooks
        configuration.keys = try APIKeyRing(keys)
        configuration.logger = Logger(label: "test", factory: StreamLogHandler.standardError(label:))
        configuration.logger.logLevel = .error
        let application = TicketServer(configuration: configuration, store: store).application()
        try await application.test(setup) { client in try await body(TestDesk(client: client, clock: clock, store: store)) }
    }

    func get(_ uri: String, _ headers: [String: String] = [:]) async throws -> Reply {
        try await send(.get, uri, headers, nil)
    }

    func post(_ uri: String, _ body: JSONValue, _ headers: [String: String] = [:]) async throws -> Reply {
        try await send(.post, uri, ["content-type": "application/json"].merging(headers) { $1 }, body.bytes)
    }

    /// Patches under `If-Match: "v{version}"`, or `*`.
    func patch(_ uri: String, version: Int? = nil, _ body: JSONValue, _ headers: [String: String] = [:]) async throws -> Reply {
        let fields = ["content-type": "application/json", "if-match": version.map { "\"v\($0)\"" } ?? "*"]
        return try await send(.patch, uri, fields.merging(headers) { $1 }, body.bytes)
    }

    func send(_ method: HTTPRequest.Method, _ uri: String, _ headers: [String: String], _ body: [UInt8]?) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let response = try await client.execute(uri: uri, method: method, headers: fields, body: body.map { ByteBuffer(bytes: $0) })
        let bytes = Array(response.body.readableBytesView)
        var named: [String: String] = [:]
        for field in response.headers { named[field.name.canonicalName] = field.value }
        return Reply(
            status: response.status.code, contentType: named["content-type"] ?? "", headers: named, bytes: bytes,
            json: bytes.isEmpty ? .null : try JSONValue(parsing: bytes))
    }

    /// Every ticket on every page.
    func walk(_ uri: String, between: (Int) async throws -> Void = { _ in }) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        var cursor: String?
        var page = 0
        repeat {
            let reply = try await get(cursor.map { "\(uri)&cursor=\($0)" } ?? uri)
            rows += reply.items
            cursor = reply.cursor
            page += 1
            try await between(page)
        } while cursor != nil && page < 1000
        return rows
    }
}
