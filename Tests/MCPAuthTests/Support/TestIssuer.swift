import MCPCore
import MCPHTTPServer
import MCPTesting
import MCPTransportHTTP
import Synchronization

/// An authorization server on a socket of its own: what it publishes is written path by path, and what it is asked is kept.
final class TestIssuer: HTTPHandler {
    struct Answer: Sendable {
        var status = 200
        var headers: [(String, String)] = [("content-type", "application/json")]
        var body: [UInt8] = []

        static func json(_ value: JSON, _ headers: [(String, String)] = []) -> Answer {
            Answer(headers: [("content-type", "application/json")] + headers, body: value.bytes)
        }
        static func status(_ status: Int, _ headers: [(String, String)] = []) -> Answer { Answer(status: status, headers: headers) }
    }

    private struct State {
        var answers: [String: Answer] = [:]
        var requests: [HTTPRequest] = []
        var gate: Gate?
    }

    private let state = Mutex(State())
    /// `http://127.0.0.1:41234`.
    let url: String

    private init(_ url: String) { self.url = url }

    /// Runs an issuer with metadata and an empty key set for as long as the body does.
    static func run<Result: Sendable>(_ body: (TestIssuer) async throws -> Result) async throws -> Result {
        let relay = Relay()
        let server = HTTPServer(
            handler: relay,
            configuration: HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: 0)], eventLoopThreads: 1, drainTime: .zero),
            logger: LogCollector().logger())
        async let running: Void = server.run()
        guard let port = try await server.boundAddresses.first?.port else { throw TransportError(.system, "no port") }
        let issuer = TestIssuer("http://127.0.0.1:\(port)")
        relay.target.withLock { $0 = issuer }
        issuer.publishMetadata()
        issuer.publish(keys: [])
        let result = try await body(issuer)
        server.beginGracefulShutdown()
        try await running
        return result
    }

    static let metadataPath = "/.well-known/oauth-authorization-server"

    subscript(path: String) -> Answer? {
        get { state.withLock { $0.answers[path] } }
        set { state.withLock { $0.answers[path] = newValue } }
    }

    func publishMetadata(_ changes: JSONObject = [:]) {
        var metadata: JSONObject = [
            "issuer": .string(url), "jwks_uri": .string(url + "/keys"), "introspection_endpoint": .string(url + "/introspect"),
        ]
        for change in changes.members { metadata[change.key] = change.value.isNull ? JSON?.none : change.value }
        self[Self.metadataPath] = .json(.object(metadata))
    }

    func publish(keys: [JSON], _ headers: [(String, String)] = []) {
        self["/keys"] = .json(["keys": .array(keys)], headers)
    }

    /// Nothing is answered any more.
    func goDown() { state.withLock { $0.answers = [:] } }

    /// Requests are held until the gate is open.
    func hold(_ gate: Gate) { state.withLock { $0.gate = gate } }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    func count(of path: String) -> Int { requests.count { $0.path == path } }

    func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        let (answer, gate) = state.withLock { state in
            state.requests.append(request)
            return (state.answers[request.path] ?? .status(state.answers.isEmpty ? 503 : 404), state.gate)
        }
        Task {
            try await gate?.pass()
            responder.respond(HTTPResponseHead(answer.status, HTTPHeaders(answer.headers.map { (name: $0.0, value: $0.1) })), answer.body)
        }
        return nil
    }

    func shutdown(within time: Duration) async {}

    /// The server has to run before the issuer knows its own name.
    private final class Relay: HTTPHandler {
        let target = Mutex<TestIssuer?>(nil)
        func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
            target.withLock { $0 }?.serve(request, responder)
        }
        func shutdown(within time: Duration) async {}
    }
}
