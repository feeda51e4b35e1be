/// What a client does again and again over one connection.
protocol Lane: AnyObject {
    /// What is waited for.
    var descriptor: Int32 { get }
    func send(_ id: Int)
    /// Reads what has come.
    /// - Returns: whether the answer to the latest request is there; it was checked.
    func receive() -> Bool
}

/// Requests whose answers come on the same connection.
final class RequestLane: Lane {
    private let socket: Socket
    private let request: (Int) -> [UInt8]
    private let expected: String?
    private var buffer: [UInt8] = []
    private var id = 0

    /// - Parameter expected: what every answer has to hold, beside its id.
    init(port: UInt16, expected: String?, _ request: @escaping (Int) -> [UInt8]) {
        socket = Socket(port: port)
        self.request = request
        self.expected = expected
    }

    deinit { socket.shut() }

    var descriptor: Int32 { socket.descriptor }

    func send(_ id: Int) {
        self.id = id
        socket.write(request(id))
    }

    func receive() -> Bool {
        socket.read(into: &buffer)
        guard let answer = Answer.take(from: &buffer) else { return false }
        precondition(answer.status == 200, "\(answer.headers)\(String(decoding: answer.body, as: UTF8.self))")
        if let expected {
            precondition(answer.contains("\"id\":\(id)") && answer.contains(expected), String(decoding: answer.body, as: UTF8.self))
        }
        return true
    }
}

/// Requests whose answers come as events on a stream of their own: HTTP+SSE.
final class EventLane: Lane {
    private let stream: Socket
    private let posts: Socket
    private let port: UInt16
    private let path: String
    private let message: (Int) -> String
    private var events: [UInt8] = []
    private var accepted: [UInt8] = []
    private var id = 0

    init(port: UInt16, _ message: @escaping (Int) -> String) {
        stream = Socket(port: port)
        posts = Socket(port: port)
        self.message = message
        self.port = port
        stream.write(Array("GET /sse HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept: text/event-stream\r\n\r\n".utf8))
        var path: String?
        while path == nil {
            stream.read(into: &events)
            let text = String(decoding: events, as: UTF8.self)
            guard let start = text.range(of: "data: ", after: "event: endpoint"), let end = text[start...].firstIndex(of: "\n") else {
                continue
            }
            path = String(text[start..<end])
        }
        self.path = path ?? ""
        exchange(Requests.initialize)
    }

    deinit {
        stream.shut()
        posts.shut()
    }

    var descriptor: Int32 { stream.descriptor }

    func send(_ id: Int) {
        self.id = id
        events.removeAll(keepingCapacity: true)
        post(message(id))
    }

    func receive() -> Bool {
        stream.read(into: &events)
        guard events.suffix(4).contains(Array("\n\n".utf8)), events[...].contains(Array("\"id\":\(id)".utf8)) else { return false }
        // The acceptance came before the event, and is a round trip too.
        while Answer.take(from: &accepted) == nil { posts.read(into: &accepted) }
        return true
    }

    private func post(_ message: String) {
        posts.write(Requests.post(port, path, message, ["Content-Type: application/json"]))
    }

    private func exchange(_ message: String) {
        events.removeAll()
        post(message)
        while !events[...].contains(Array("protocolVersion".utf8)) { stream.read(into: &events) }
        while Answer.take(from: &accepted) == nil { posts.read(into: &accepted) }
    }
}

extension String {
    /// Where the text behind a mark begins, after another.
    fileprivate func range(of mark: String, after first: String) -> Index? {
        guard let start = firstRange(of: first)?.upperBound else { return nil }
        return self[start...].firstRange(of: mark)?.upperBound
    }
}
