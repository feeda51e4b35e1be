internal import BenchmarkSupport

/// Calls a second over HTTP, beside a bare handler of the same web server, beside the same server with everything watched, and, where there is
/// one, a server made with Python's SDK.
///
/// `HTTPBenchmark FOLDER [PYTHON SCRIPT]`: the folder holds `BareHTTPServer` and `EchoHTTPServer`. Servers take turns in rounds and medians
/// of ratios are told, since this shares the machine with them.
@main
enum HTTPBenchmark {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let folder = arguments.first else { return print("usage: HTTPBenchmark FOLDER [PYTHON SCRIPT]") }
        guard let bare = Server(["\(folder)/BareHTTPServer"]), let upstream = Server(["\(folder)/BareHTTPServer", "--body", "5120"]) else {
            return print("\(folder)/BareHTTPServer does not start")
        }
        guard let ours = Server(["\(folder)/EchoHTTPServer"], environment: ["UPSTREAM=http://127.0.0.1:\(upstream.port)/tickets"]) else {
            return print("\(folder)/EchoHTTPServer does not start")
        }
        for lanes in [16, 64] {
            for workload in Workload.all { compare(workload, ours, with: bare, lanes) }
        }
        compare(.upstream, ours, with: upstream, 16)
        let watching = ["OBSERVE=metrics,logs,traces", "COLLECTOR=http://127.0.0.1:\(bare.port)/v1/traces"]
        if let watched = Server(["\(folder)/EchoHTTPServer"], environment: watching) {
            // What is looked for is smaller than what the machine's speed changes by within seconds: many short turns.
            for lanes in [16, 64] { compare(.session, watched, with: ours, lanes, peerWorkload: .session, rounds: 24, seconds: 0.5) }
        }
        if let guarded = Server(["\(folder)/EchoHTTPServer"], environment: ["OAUTH=1"]), let token = guarded.token {
            compare(.withToken(token), guarded, with: ours, 64, peerWorkload: .stateless)
        }
        guard arguments.count == 3, let python = Server(Array(arguments[1...])) else { return }
        compare(.session, ours, with: python, 16, peerWorkload: .session)
        compare(.stateless, ours, with: python, 16, peerWorkload: .stateless)
    }

    private static func compare(
        _ workload: Workload, _ ours: Server, with peer: Server, _ lanes: Int, peerWorkload: Workload = .bare, rounds: Int = 3,
        seconds: Double = 2
    ) {
        var ratios: [Double] = []
        var costs: [Double] = []
        var tails: [Double] = []
        var latest: (ours: Measurement, peer: Measurement)?
        for _ in 0..<rounds {
            let base = Measurement.run(peerWorkload.lanes(peer.port, lanes), peer.child, seconds: seconds)
            let measured = Measurement.run(workload.lanes(ours.port, lanes), ours.child, seconds: seconds)
            ratios.append(measured.perSecond / base.perSecond)
            costs.append(measured.processorMicroseconds / max(base.processorMicroseconds, 0.001))
            tails.append(measured.p99 / measured.median)
            latest = (measured, base)
        }
        guard let latest else { return }
        print(
            """
            {"workload":"\(workload.name)","lanes":\(lanes),"perSecond":\(Int(latest.ours.perSecond)),"peer":"\(peer.name)",\
            "peerPerSecond":\(Int(latest.peer.perSecond)),"ratio":\(ratios.median.rounded2),"cpuMicroseconds":\
            \(latest.ours.processorMicroseconds.rounded2),"cpuRatio":\(costs.median.rounded2),"p99ToMedian":\(tails.median.rounded2)}
            """)
    }
}

/// A server that was started for this.
struct Server {
    let child: Child
    let port: UInt16
    let name: String
    /// What the server wants to be shown; told at the beginning of its first line.
    let token: String?

    /// - Parameter command: its first line of output ends with the port.
    init?(_ command: [String], environment: [String] = []) {
        guard let child = Child(command, environment: environment) else { return nil }
        let line = child.firstLine()
        let words = line.split(separator: " ")
        token = words.count == 2 ? words.first.map(String.init) : nil
        let digits = line.reversed().drop { !$0.isNumber }.prefix { $0.isNumber }
        guard let port = UInt16(String(digits.reversed())) else { return nil }
        self.child = child
        self.port = port
        name = command.prefix(2).last { $0.contains("/") }?.split(separator: "/").last.map(String.init) ?? ""
    }
}

/// One kind of client.
struct Workload: Sendable {
    let name: String
    let lanes: @Sendable (UInt16, Int) -> [any Lane]

    static let all: [Workload] = [.session, .stateless, .events]

    static let bare = Workload(name: "bare") { port, count in
        (0..<count).map { _ in RequestLane(port: port, expected: nil) { Requests.stateless(port, $0) } }
    }

    static let session = Workload(name: "session") { port, count in
        (0..<count).map { _ in
            let session = Requests.openSession(port)
            return RequestLane(port: port, expected: "hello") { Requests.inSession(port, session, $0) }
        }
    }

    static let stateless = Workload(name: "stateless") { port, count in
        (0..<count).map { _ in RequestLane(port: port, expected: "hello") { Requests.stateless(port, $0) } }
    }

    static let events = Workload(name: "HTTP+SSE") { port, count in (0..<count).map { _ in EventLane(port: port) { Requests.call($0) } } }

    /// Of a caller with an access token.
    static func withToken(_ token: String) -> Workload {
        Workload(name: "access token") { port, count in
            (0..<count).map { _ in RequestLane(port: port, expected: "hello") { Requests.stateless(port, $0, token: token) } }
        }
    }

    static let upstream = Workload(name: "upstream") { port, count in
        (0..<count).map { _ in RequestLane(port: port, expected: "xxxx") { Requests.stateless(port, $0, "get_ticket_list") } }
    }
}
