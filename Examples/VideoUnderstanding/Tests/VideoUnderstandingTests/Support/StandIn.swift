import MCPCore
import MCPHTTPServer
import MCPTesting
import MCPTransportHTTP
import Synchronization

/// The analysis service as a test wants it: a real HTTP server with an answer for each request.
final class StandIn: HTTPHandler {
    enum Answer: Sendable {
        case json(Int, JSON, HTTPHeaders = [:])
        case bytes(Int, String)
        /// When the gate is open.
        indirect case later(Gate, Answer)
        /// Never.
        case silence

        /// A job in some state.
        static func job(
            _ status: String, _ progress: Double? = nil, _ more: [(String, JSON)] = [], _ headers: HTTPHeaders = [:]
        ) -> Answer {
            var job: JSONObject = ["id": "job/1", "status": .string(status)]
            job["progress"] = progress.flatMap(JSONNumber.init).map(JSON.number)
            for (key, value) in more { job[key] = value }
            return .json(status == "queued" ? 202 : 200, .object(job), headers)
        }

        static let done = bytes(
            200,
            #"""
            {"id": "job/1", "status": "succeeded", "progress": 1, "result": {"summary": "A cat.", "moments": [
                {"at": 65, "text": "It jumps."}, {"at": 7.5, "text": "It eats."}]}}
            """#)
    }

    static let key = "upstream-key"

    private struct State {
        var requests: [HTTPRequest] = []
        /// Of requests that are never answered. One that is dropped would be answered by the web server.
        var silent: [any HTTPResponder] = []
        var watchers: [(method: String, count: Int, end: AsyncStream<Never>.Continuation)] = []

        func count(_ method: String) -> Int { requests.count { $0.method == method } }
    }

    private let start: Answer
    private let polls: [Answer]
    private let cancel: Answer
    private let state = Mutex(State())

    /// - Parameter polls: the last one is for all that follow.
    init(start: Answer = .job("queued"), polls: [Answer] = [.job("running", 0.1)], cancel: Answer = .json(204, .null)) {
        self.start = start
        self.polls = polls
        self.cancel = cancel
    }

    func requests(_ method: String) -> [HTTPRequest] {
        state.withLock { $0.requests.filter { $0.method == method } }
    }

    /// Suspends until so many requests of a method have come.
    func arrival(of method: String, count: Int = 1) async throws {
        let (waiting, end) = AsyncStream.makeStream(of: Never.self)
        state.withLock { state in
            if state.count(method) >= count { end.finish() } else { state.watchers.append((method, count, end)) }
        }
        for await _ in waiting {}
        try Task.checkCancellation()
    }

    func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        let (number, reached) = state.withLock { state in
            state.requests.append(request)
            let now = state
            let reached = state.watchers.filter { now.count($0.method) >= $0.count }
            state.watchers.removeAll { now.count($0.method) >= $0.count }
            return (now.count(request.method), reached.map(\.end))
        }
        for end in reached { end.finish() }
        guard request.headers["authorization"] == "Bearer \(Self.key)" else {
            send(.json(401, ["error": ["message": "who are you?"]]), responder)
            return nil
        }
        switch (request.method, request.path) {
        case ("POST", "/v1/analyses"): send(start, responder)
        case ("GET", "/v1/analyses/job%2F1"): send(polls[min(number, polls.count) - 1], responder)
        case ("DELETE", "/v1/analyses/job%2F1"): send(cancel, responder)
        default: send(.json(405, ["error": ["message": "\(request.method) \(request.path)"]]), responder)
        }
        return nil
    }

    func shutdown(within time: Duration) async {}

    private func send(_ answer: Answer, _ responder: any HTTPResponder) {
        switch answer {
        case .json(let status, let json, let headers):
            var headers = headers
            headers.add("content-type", "application/json")
            responder.respond(HTTPResponseHead(status, headers), status == 204 ? [] : json.bytes)
        case .bytes(let status, let text): responder.respond(HTTPResponseHead(status), Array(text.utf8))
        case .later(let gate, let answer):
            Task {
                try await gate.pass()
                send(answer, responder)
            }
        case .silence: state.withLock { $0.silent.append(responder) }
        }
    }
}
