internal import HTTPFetch

@testable internal import TicketAPI

/// Reads `/changes` as a client does, one block at a time. Its own small parser: the server's lines end with LF alone.
struct FeedReader {
    /// One block between empty lines.
    struct Block: Equatable {
        var id: Int?
        var event: String?
        var data = ""
        var comment: String?

        func json() throws -> JSONValue { try JSONValue(parsing: Array(data.utf8)) }
    }

    let stream: FetchStream
    private var iterator: FetchStream.Iterator
    private var rest: [UInt8] = []

    init(_ fetch: HTTPFetch, port: Int, query: String = "", lastEventID: Int? = nil) async throws {
        var request = FetchRequest(.get, "http://127.0.0.1:\(port)/changes\(query)")
        if let lastEventID { request.headers.add("last-event-id", "\(lastEventID)") }
        stream = try await fetch.stream(request)
        iterator = stream.makeAsyncIterator()
    }

    /// The next block; nil at the end of the stream.
    mutating func next() async throws -> Block? {
        while true {
            if let block = takeBlock() { return block }
            guard let bytes = try await iterator.next() else { return nil }
            rest += bytes
        }
    }

    /// The next events, leaving out comments and what has no data.
    mutating func events(_ count: Int) async throws -> [Block] {
        var events: [Block] = []
        while events.count < count, let block = try await next() {
            if !block.data.isEmpty { events.append(block) }
        }
        return events
    }

    private mutating func takeBlock() -> Block? {
        guard let end = zip(rest.indices, rest.indices.dropFirst()).first(where: { rest[$0.0] == 10 && rest[$0.1] == 10 })?.1 else {
            return nil
        }
        var block = Block()
        for line in String(decoding: rest[..<end], as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("id: ") { block.id = Int(line.dropFirst(4)) }
            if line.hasPrefix("event: ") { block.event = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { block.data += line.dropFirst(6) }
            if line.hasPrefix(": ") { block.comment = String(line.dropFirst(2)) }
        }
        rest.removeSubrange(...end)
        return block
    }
}

/// Runs `body` with a client that is shut down afterwards.
func withFetch<Value>(_ body: (HTTPFetch) async throws -> Value) async throws -> Value {
    var configuration = FetchConfiguration()
    configuration.timeouts.stall = nil
    configuration.limits.hostConnections = 64
    let fetch = HTTPFetch(configuration: configuration)
    do {
        let value = try await body(fetch)
        await fetch.shutdown()
        return value
    } catch {
        await fetch.shutdown()
        throw error
    }
}
