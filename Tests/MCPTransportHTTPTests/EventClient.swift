import MCPCore
import MCPTesting
import MCPTransportHTTP
import Synchronization

@testable import MCPTransportHTTP

/// Asks the event endpoints of a handler.
struct EventClient {
    let handler: any HTTPHandler
    let events: EventBroadcaster
    var headers: [(String, String)] = [("Host", "localhost:8080"), ("Accept", "text/event-stream")]

    static let secret = Array("a secret that has enough bytes, and one more".utf8)

    init(
        log: any EventLog = MemoryEventLog(), time: any TimeSource = SystemTime(), auth: any AuthProvider = FixedPrincipalAuth(),
        _ change: (inout HTTPConfiguration, inout HTTPEvents) -> Void = { _, _ in }
    ) {
        events = EventBroadcaster(log: log, time: time)
        var configuration = Fixture.configuration
        configuration.auth = auth
        var endpoints = HTTPEvents(events)
        endpoints.webhookSecrets = [WebhookSecret(Self.secret)]
        change(&configuration, &endpoints)
        configuration.events = endpoints
        handler = Fixture.handler(configuration: configuration, time: time)
    }

    func with(_ extra: (String, String)...) -> EventClient {
        var copy = self
        for (name, value) in extra {
            copy.headers.removeAll { $0.0.lowercased() == name.lowercased() }
            copy.headers.append((name, value))
        }
        return copy
    }

    func send(_ method: String, _ target: String, _ body: [UInt8] = []) -> EventReader {
        let reader = EventReader()
        let request = HTTPRequest(
            method: method, target: target, headers: HTTPHeaders(headers.map { (name: $0.0, value: $0.1) }), body: body)
        reader.exchange.withLock { $0 = handler.serve(request, reader) }
        return reader
    }

    func watch(_ query: String = "") -> EventReader { send("GET", "/events/stream" + (query.isEmpty ? "" : "?\(query)")) }

    /// Posts what is signed as it is said, and waits for the answer.
    func post(
        _ body: String, at seconds: Int64? = nil, secret: [UInt8] = secret, signing other: String? = nil
    ) async throws -> EventReader {
        let seconds = seconds ?? WallClock.milliseconds / 1_000
        let signature = Self.signature(other ?? body, at: seconds, secret)
        let signed = with(("X-Webhook-Signature", signature), ("Content-Type", "application/json"))
        let reader = signed.send("POST", "/events", Array(body.utf8))
        try await reader.answered()
        return reader
    }

    static func signature(_ body: String, at seconds: Int64, _ secret: [UInt8] = secret) -> String {
        "t=\(seconds),v1=\(HMACSHA256(key: secret).code(for: Array("\(seconds).\(body)".utf8)).hexadecimal)"
    }

    static func draft(_ number: Int, _ type: EventType = .ticketUpdated, ticket: String? = nil, account: String? = nil) -> EventDraft {
        let attributes = [("ticket", ticket), ("account", account)].compactMap { name, value in
            value.map { EventDraft.Attribute(name, $0) }
        }
        return EventDraft(type, source: .mcpTool, key: nil, payload: RawJSON(["n": .integer(Int64(number))]), attributes: attributes)
    }
}

/// A way back that reads events as a page would.
final class EventReader: HTTPResponder {
    struct Event: Sendable {
        var type: String?
        var id: String?
        var data: String?
    }

    struct State: Sendable {
        var status: Int?
        var headers = HTTPHeaders()
        var text = ""
        var isEnded = false
        var isConnected = true
        /// What the reader leaves unread, as the server is told.
        var unread = 0

        /// What stands between blank lines, comments left out.
        var blocks: [Event] = []
        /// Blocks with data, as pages are told of them.
        var events: [Event] = []

        /// - Parameter piece: whole blocks, as they are written.
        mutating func take(_ piece: String) {
            text += piece
            for block in piece.split(separator: "\n\n") {
                var event = Event()
                for line in block.split(separator: "\n") {
                    if line.hasPrefix("event: ") { event.type = String(line.dropFirst(7)) }
                    if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
                    if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
                }
                blocks.append(event)
                if event.data != nil { events.append(event) }
            }
        }

        /// Where a page would come back to.
        var lastID: String? { blocks.last { $0.id != nil }?.id }
        var numbers: [Int] { events.compactMap { EventReader.number($0.data) } }
    }

    let state = Observed(State())
    let exchange = Mutex<(any HTTPExchange)?>(nil)

    var status: Int? { state.state.status }
    var json: JSON? { try? JSON(parsing: state.state.text) }
    var events: [Event] { state.state.events }
    var numbers: [Int] { state.state.numbers }

    func answered() async throws { try await state.wait { $0.status != nil } }
    func reads(_ count: Int) async throws { try await state.wait { $0.events.count >= count } }

    /// The connection goes.
    func disconnect() {
        state.change { $0.isConnected = false }
        exchange.withLock { $0.take() }?.disconnected()
    }

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) {
        state.change { state in
            (state.status, state.headers, state.isEnded) = (head.status, head.headers, true)
            state.text = String(decoding: body, as: UTF8.self)
        }
    }

    func begin(_ head: HTTPResponseHead) {
        state.change { ($0.status, $0.headers) = (head.status, head.headers) }
    }

    func write(_ bytes: [UInt8]) -> Int? {
        state.change { state in
            guard state.isConnected else { return nil }
            state.take(String(decoding: bytes, as: UTF8.self))
            return state.unread + bytes.count
        }
    }

    func drained() async {
        do { try await state.wait { $0.unread == 0 || !$0.isConnected } } catch { return }
    }

    func end() { state.change { $0.isEnded = true } }

    static func number(_ data: String?) -> Int? {
        data.flatMap { try? JSON(parsing: $0)["payload"]?["n"]?.integer }.map { Int($0) }
    }
}
