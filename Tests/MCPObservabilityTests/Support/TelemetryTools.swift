import MCPCore
import MCPTesting
import Synchronization

/// Tools that do what there is to be watched.
enum TelemetryTools {
    static let box = ToolBox([shout, fail, bug, stuck, endless])

    static let shout = RegisteredTool(
        "shout", "Says it louder.", input: Schema<String>.object(required("text", "", .string)) { $0 }
    ) { text, _ in text.uppercased() }

    static let fail = RegisteredTool("fail", "Fails.") { _ -> String in throw ToolFailure("It did not work.") }

    static let bug = RegisteredTool("bug", "Has a fault.") { _ -> String in throw CancellationOfNobody() }

    /// Until it is cancelled, or its time is over.
    static let stuck = RegisteredTool("stuck", "Does not end.", timeout: .milliseconds(50)) { _ -> String in
        try await Task.sleep(for: .seconds(60))
        return ""
    }

    /// Until it is cancelled.
    static let endless = RegisteredTool("endless", "Does not end.") { _ -> String in
        try await Task.sleep(for: .seconds(3_600))
        return ""
    }

    private struct CancellationOfNobody: Error {}

    /// A request as an observer sees it.
    static func request(to server: MCPServer) async throws -> ObservedRequest {
        let seen = Observed<ObservedRequest?>(nil)
        var options = ServerOptions()
        options.observer = Catcher(seen: seen)
        let peer = InProcessPeer(MCPServer(Implementation(name: "test", version: "1"), tools: box, options: options))
        try await peer.open(.v2025_11_25)
        _ = try await peer.call("shout", ["text": "x"])
        try await seen.wait { $0?.tool != nil }
        return seen.state!
    }

    private struct Catcher: ServerObserver {
        let seen: Observed<ObservedRequest?>

        func requestBegan(_ request: ObservedRequest) -> RequestMark {
            seen.change { $0 = request }
            return RequestMark()
        }

        func requestEnded(_ request: ObservedRequest, _ mark: RequestMark, _ outcome: RequestOutcome, bytes: Int) {}
    }
}
