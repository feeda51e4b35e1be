internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization
internal import Testing

@testable internal import TicketAPI

@Suite(.timeLimit(.minutes(10)))
struct WebhookTests {
    /// As `openssl dgst -sha256 -hmac 0123456789abcdef` has it for `1795165200.{"events":[]}`.
    @Test func theSignatureIsWhatOthersCompute() throws {
        let webhook = try Webhook(url: "https://mcp.example/events?x=1", secret: "0123456789abcdef")
        let signature = webhook.signature(of: Array(#"{"events":[]}"#.utf8), at: 1_795_165_200)
        #expect(signature == "t=1795165200,v1=e8b1ce7ac8b1f7d3a790ed1b42883b7fe718780f0c9842f4384a1f7cc5bdb1f7")
        #expect("\(webhook)" == "https://mcp.example")
    }

    @Test(arguments: [
        "ftp://x/", "https://", "https://user:pw@x/", "https://x/#y", "https://x/ y", "mcp.example/events", "https:///events",
    ])
    func badAddressesAreRefused(_ url: String) {
        #expect(throws: WebhookError.unusableURL) { try Webhook(url: url, secret: "0123456789abcdef") }
        #expect(throws: WebhookError.unusableSecret) { try Webhook(url: "https://x", secret: "short") }
    }

    /// The receiver is away, comes, fails, goes away and comes again, while writers go on: every event once it answers, in order.
    @Test(arguments: Engine.allCases) func aReceiverThatComesAndGoesMissesNothing(_ engine: Engine) async throws {
        let receiver = Receiver()
        let port = Mutex(0)
        try await receiver.serving(port: 0) { port.set($0) }
        try await TestDesk.run(on: engine, .live, tickets: 2, webhooks: [try receiver.webhook(port: port.value)]) { desk async throws in
            try await receiver.settle(desk.store, receiver.webhook(port: port.value))
            // Away: writers do not notice.
            for round in 1...150 { #expect(try await desk.patch("/tickets/1", ["title": "\(round)"]).status == 200) }
            receiver.refuse(2)
            try await receiver.serving(port: port.value) { _ in
                await receiver.wait(for: 150)
                #expect(receiver.sizes.allSatisfy { $0 <= 100 } && receiver.sizes.contains(100))
            }
            for round in 1...10 { _ = try await desk.patch("/tickets/2", ["title": "\(round)"]) }
            try await receiver.serving(port: port.value) { _ in await receiver.wait(for: 160) }
        }
        #expect(receiver.ids == Array(1...160))
        #expect(receiver.faults == [])
    }

    /// A server that ends goes on where it stopped when it is started again; events of the time between are told too.
    @Test(arguments: Engine.allCases) func aServerGoesOnWhereItStopped(_ engine: Engine) async throws {
        let receiver = Receiver()
        try await receiver.serving(port: 0) { port in
            let webhook = try receiver.webhook(port: port)
            try await engine.withStore { store in
                try await store.load(DemoDataset(tickets: 1))
                // Before anybody is to be told.
                try await TestDesk.run(over: store) { desk async throws in _ = try await desk.patch("/tickets/1", ["title": "0"]) }
                for round in 1...3 {
                    try await TestDesk.run(over: store, .live, webhooks: [webhook]) { desk async throws in
                        if round == 1 { try await receiver.settle(desk.store, webhook) }
                        _ = try await desk.patch("/tickets/1", ["title": "a\(round)"])
                        await receiver.wait(for: round * 2 - 1)
                    }
                    try await TestDesk.run(over: store) { desk async throws in
                        _ = try await desk.patch("/tickets/1", ["title": "b\(round)"])
                    }
                }
            }
        }
        #expect(receiver.ids == Array(2...6))
        #expect(receiver.faults == [])
    }

    /// Of two servers over one database one tells the webhook, and nothing is told twice.
    @Test(arguments: Engine.allCases) func severalServersTellAWebhookOnce(_ engine: Engine) async throws {
        let receiver = Receiver()
        try await receiver.serving(port: 0) { port in
            let webhook = try receiver.webhook(port: port)
            try await engine.withStore { store in
                try await store.load(DemoDataset(tickets: 2))
                try await TestDesk.run(over: store, .live, webhooks: [webhook]) { first async throws in
                    try await receiver.settle(store, webhook)
                    try await TestDesk.run(over: store.retaining(ChangeRetention()), .live, webhooks: [webhook]) { second async throws in
                        for round in 1...40 {
                            let desk = round % 2 == 0 ? first : second
                            _ = try await desk.patch("/tickets/\(round % 2 + 1)", ["title": "\(round)"])
                        }
                        await receiver.wait(for: 40)
                    }
                }
            }
        }
        #expect(receiver.ids == Array(1...40))
    }
}

/// A receiver of webhooks on a port of its own, that can be started and stopped.
final class Receiver: Sendable {
    private struct State {
        var ids: [Int] = []
        var sizes: [Int] = []
        var faults: [String] = []
        var refusals = 0
    }

    private static let secret = "the-secret-of-the-receiver"
    private let state = Mutex(State())
    private let bell = Bell()

    var ids: [Int] { state.withLock { $0.ids } }
    var sizes: [Int] { state.withLock { $0.sizes } }
    var faults: [String] { state.withLock { $0.faults } }

    func webhook(port: Int) throws -> Webhook {
        var webhook = try Webhook(url: "http://127.0.0.1:\(port)/events", secret: Self.secret)
        webhook.firstWait = .milliseconds(20)
        webhook.longestWait = .milliseconds(200)
        return webhook
    }

    /// Answers the next requests with 503.
    func refuse(_ count: Int) { state.withLock { $0.refusals = count } }

    /// Serves while `body` runs.
    func serving(port: Int, _ body: @Sendable (_ port: Int) async throws -> Void) async throws {
        let router = Router()
        router.post("/events") { request, _ in
            let bytes = Array(try await request.body.collect(upTo: 4 << 20).readableBytesView)
            return Response(status: self.take(bytes, HTTPField.Name("x-webhook-signature").flatMap { request.headers[$0] } ?? ""))
        }
        var logger = Logger(label: "receiver")
        logger.logLevel = .error
        // The test framework would choose another port.
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                continuation.yield(channel.localAddress?.port ?? 0)
                continuation.finish()
            }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
        let running = Task {
            defer { continuation.finish() }
            try await group.run()
        }
        let result: Result<Void, any Error>
        do {
            for await port in ports { try await body(port) }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await running.value
        try result.get()
    }

    /// Waits until so many events have come; the suite's time limit bounds it.
    func wait(for count: Int) async {
        await bell.wait { ids.count >= count }
    }

    /// Waits until the sender has found out from where on it tells.
    func settle(_ store: SQLTicketStore, _ webhook: Webhook) async throws {
        while try await store.pool.read({ db in try WebhookTable.position(webhook.url, db) }) == nil { await Task.yield() }
    }

    private func take(_ body: [UInt8], _ signature: String) -> HTTPResponse.Status {
        defer { bell.ring() }
        return state.withLock { state in
            if state.refusals > 0 {
                state.refusals -= 1
                return .serviceUnavailable
            }
            let parts = signature.split(separator: ",")
            let time = parts.first.map { $0.dropFirst(2) } ?? ""
            let code = SHA256.authentication(of: Array("\(time).".utf8) + body, key: Array(Self.secret.utf8))
            if parts.last.map(String.init) != "v1=\(SHA256.hex(of: code))" { state.faults.append("signature \(signature)") }
            do {
                let events = try JSONValue(parsing: body)["events"]?.list ?? []
                state.sizes.append(events.count)
                state.ids += events.compactMap { $0["id"]?.string.flatMap(Int.init) }
            } catch {
                state.faults.append("\(error)")
            }
            return .accepted
        }
    }
}

extension Mutex<Int> {
    fileprivate var value: Int { withLock { $0 } }
    fileprivate func set(_ value: Int) { withLock { $0 = value } }
}
