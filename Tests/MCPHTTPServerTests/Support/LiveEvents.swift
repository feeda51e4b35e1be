internal import MCPCore
internal import MCPTesting
internal import MCPTransportHTTP

/// A server whose events are watched over sockets.
struct LiveEvents {
    let events: EventBroadcaster
    let server: TestServer

    static let secret = Array("a secret that has enough bytes, and one more".utf8)

    static func run(
        change: (inout HTTPConfiguration, inout HTTPEvents) -> Void = { _, _ in },
        _ body: @escaping @Sendable (LiveEvents) async throws -> Void
    ) async throws {
        let events = EventBroadcaster()
        var configuration = HTTPConfiguration()
        var endpoints = HTTPEvents(events)
        endpoints.webhookSecrets = [WebhookSecret(secret)]
        change(&configuration, &endpoints)
        configuration.events = endpoints
        let handler = MCPHTTPHandler(MCPServer(Implementation(name: "events", version: "1")), configuration: configuration)
        let stub = StubHandler({ handler.serve($0, $1) }, onShutdown: { await handler.shutdown(within: $0) })
        try await TestServer.run(stub) { try await body(LiveEvents(events: events, server: $0)) }
    }

    func watch(_ query: String = "", after id: String? = nil) async throws -> LiveReader {
        try await LiveReader(server, query, after: id)
    }

    func publish(_ numbers: Range<Int>, text: String = "") async throws {
        for number in numbers { try await events.publish(Self.draft(number, text: text)) }
    }

    static func draft(_ number: Int, text: String = "") -> EventDraft {
        EventDraft(
            .ticketUpdated, source: .mcpTool, key: nil, payload: RawJSON(["n": .integer(Int64(number)), "text": .string(text)]),
            attributes: [.init("ticket", "T-\(number % 10)")])
    }
}

/// A socket that an event stream is read from, as a page reads it.
final class LiveReader: Sendable {
    struct Block: Sendable {
        var type: String?
        var id: String?
        var data: String?
        var retry: Int?

        var number: Int? { data.flatMap { try? JSON(parsing: $0)["payload"]?["n"]?.integer }.map { Int($0) } }
    }

    let client: RawClient

    init(_ server: TestServer, _ query: String, after id: String?) async throws {
        let target = "/events/stream" + (query.isEmpty ? "" : "?\(query)")
        let last = id.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        client = try await server.connect(
            sending: "GET \(target) HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\(last)\r\n")
        let status = try await client.inbox.take { bytes -> String? in
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            defer { bytes = Array(bytes[end.upperBound...]) }
            return String(decoding: bytes.prefix(15), as: UTF8.self)
        }
        guard status == "HTTP/1.1 200 OK" else { throw RawClient.Closed(received: status) }
    }

    /// Where a stream begins, which it tells before its first event.
    func place() async throws -> String? {
        while true {
            let blocks = try await blocks()
            if blocks.isEmpty { return nil }
            if let id = blocks.compactMap(\.id).first { return id }
        }
    }

    /// The blocks that have come, at least one; none at the end of the response. A piece of the body holds whole blocks.
    func blocks() async throws -> [Block] {
        let text = try await client.inbox.take { bytes -> String? in
            var text: String?
            while let line = bytes.firstRange(of: Array("\r\n".utf8)) {
                guard let size = Int(String(decoding: bytes[..<line.lowerBound], as: UTF8.self), radix: 16) else { break }
                let end = line.upperBound + size
                guard bytes.count >= end + 2 else { break }
                text = (text ?? "") + String(decoding: bytes[line.upperBound..<end], as: UTF8.self)
                bytes = Array(bytes[(end + 2)...])
                if size == 0 { break }
            }
            return text
        }
        return text.split(separator: "\n\n").map { block in
            var result = Block()
            for line in block.split(separator: "\n") {
                if line.hasPrefix("event: ") { result.type = String(line.dropFirst(7)) }
                if line.hasPrefix("id: ") { result.id = String(line.dropFirst(4)) }
                if line.hasPrefix("data: ") { result.data = String(line.dropFirst(6)) }
                if line.hasPrefix("retry: ") { result.retry = Int(line.dropFirst(7)) }
            }
            return result
        }
    }
}
