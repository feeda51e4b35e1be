import HTTPFetch
import MCPCore
import MCPTesting

/// What a server sends on `GET /sse`. It is measured by the official schemas.
struct EventStream {
    struct Event: Equatable {
        let name: String
        let data: String
    }

    struct Ended: Error {}

    private let stream: FetchStream
    private let wire: HTTPWireExchange
    private var pieces: FetchStream.Iterator
    private var unread = ""

    var status: Int { stream.status }

    init(_ stream: FetchStream, _ wire: HTTPWireExchange) {
        self.stream = stream
        self.wire = wire
        wire.responds(stream.status, headers: stream.headers.pairs)
        pieces = stream.makeAsyncIterator()
    }

    /// The next event; comments are passed over.
    mutating func next() async throws -> Event {
        while true {
            while let end = unread.firstRange(of: "\n\n") {
                let lines = unread[..<end.lowerBound].split(separator: "\n")
                unread.removeSubrange(..<end.upperBound)
                let name = lines.first { $0.hasPrefix("event: ") }?.dropFirst(7)
                let data = lines.filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }.joined(separator: "\n")
                if let name { return Event(name: String(name), data: data) }
            }
            guard let piece = try await pieces.next() else { throw Ended() }
            wire.sends(piece)
            unread += String(decoding: piece, as: UTF8.self)
        }
    }

    /// The next MCP message.
    mutating func message() async throws -> JSON {
        while true {
            let event = try await next()
            if event.name == "message" { return try JSON(parsing: event.data) }
        }
    }

    /// Closes the connection.
    func close() {
        stream.cancel()
    }
}
