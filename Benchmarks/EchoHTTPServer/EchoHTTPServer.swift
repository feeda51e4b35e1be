internal import Foundation
internal import HTTPFetch
internal import Logging
internal import MCPCore
internal import MCPHTTPServer
internal import MCPLogging
internal import MCPObservability
internal import MCPRedis
internal import MCPTransportHTTP

/// A server over HTTP: `EchoHTTPServer [PORT]`. What is measured is the protocol and its transport.
///
/// With `UPSTREAM` set to a URL, a second tool answers with what is there. `GET /broadcast` has everybody told who watches the resource
/// `tickets://all`. With `OAUTH=1` callers show an access token, which is told before the address. `OBSERVE` says what is watched, with
/// commas between: `metrics`, `logs`, and `traces`, which go to `COLLECTOR`. With `REDIS` set to an address, sessions are shared there.
@main
enum EchoHTTPServer {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 0
        var tools = ToolBox([Echo()])
        if let upstream = ProcessInfo.processInfo.environment["UPSTREAM"] { tools = tools.adding(TicketList(upstream: upstream)) }
        let observability = Self.observability(ProcessInfo.processInfo.environment)
        var options = ServerOptions()
        options.observer = observability?.serverObserver
        let server = MCPServer(
            Implementation(name: "echo", version: "1.0.0"), tools: tools,
            resources: ResourceBox([Resource(Broadcasting.resource, name: "all") { _ in .text("") }]), options: options)
        var configuration = HTTPConfiguration()
        // One client makes all the calls.
        configuration.limits.callsPerSecond = 0
        configuration.limits.streams = 20_000
        configuration.limits.sessions = 20_000
        configuration.limits.sessionsPerPrincipal = configuration.limits.sessions
        if let address = ProcessInfo.processInfo.environment["REDIS"] {
            configuration.sessions = try RedisClient(RedisAddress(address), logger: Logger(label: "redis")).sessionStore(prefix: "echo")
        }
        var token = ""
        if ProcessInfo.processInfo.environment["OAUTH"] != nil {
            let issuer = try await BenchmarkIssuer.start(Logger(label: "issuer"))
            configuration.auth = issuer.provider
            configuration.asksForIdentity = true
            token = issuer.token + " "
        }
        let handler = MCPHTTPHandler(server, configuration: configuration)
        let observed: any HTTPHandler = observability?.observe(handler) { handler.load } ?? handler
        let watched = Broadcasting(server: server, handler: observed)
        let http = HTTPServer(
            handler: watched, configuration: HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: port)]),
            logger: Logger(label: "echo"))
        async let serving: Void = http.run()
        for address in try await http.boundAddresses { FileHandle.standardOutput.write(Data("\(token)\(address)\n".utf8)) }
        try await serving
    }

    private static func observability(_ environment: [String: String]) -> Observability? {
        let watched = Set((environment["OBSERVE"] ?? "").split(separator: ","))
        guard !watched.isEmpty else { return nil }
        var traces: OTLPConfiguration?
        if watched.contains("traces"), let collector = environment["COLLECTOR"] {
            traces = OTLPConfiguration(endpoint: collector, serviceName: "echo", serviceVersion: "1.0.0")
        }
        return Observability(
            service: ("echo", "1.0.0"), metrics: watched.contains("metrics"),
            accessLog: watched.contains("logs") ? AccessLog(format: .json) : nil, traces: traces, logger: Logger(label: "echo"))
    }
}

private struct Echo: ReadTool {
    static let name = "echo"
    static let description = "Gives the text back."
    static let input = Schema<String>.object(required("text", "", .string)) { $0 }
    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
}

private struct TicketList: ReadTool {
    let fetch = HTTPFetch()
    let upstream: String
    static let name = "get_ticket_list"
    static let description = "Gives what the upstream has."
    static let input = Schema<Void>.object { () }

    init(upstream: String) {
        self.upstream = upstream
    }

    func call(_ input: Void, _ context: ToolContext) async throws -> String {
        let response = try await fetch.send(FetchRequest(.get, upstream))
        return String(decoding: response.body, as: UTF8.self)
    }
}
