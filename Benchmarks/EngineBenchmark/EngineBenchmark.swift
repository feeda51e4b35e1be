internal import MCPCore

/// Nanoseconds from the bytes of a request to the bytes of its answer, on one thread, transport left out.
@main
enum EngineBenchmark {
    static func main() {
        let text = String(repeating: "プリンタが動かない。It is on fire. ", count: 420)
        measure("small tools/call, legacy", .legacy, calls: 200_000, request: #"{"text":"hello"}"#)
        measure("small tools/call, modern", .modern, calls: 200_000, request: #"{"text":"hello"}"#)
        measure("20 KB tools/call, legacy", .legacy, calls: 20_000, request: #"{"text":"\#(text)"}"#)
    }

    enum Era {
        case legacy, modern
    }

    private static func measure(_ name: String, _ era: Era, calls: Int, request arguments: String) {
        let server = MCPServer(Implementation(name: "benchmark", version: "1"), tools: ToolBox([Echo()]))
        let outlet = MessageCounter()
        let peer = Peer(principal: .anonymous, session: Session(id: "benchmark", principal: .anonymous))
        func send(_ text: String) {
            server.receive(Exchange(message: RawMessage(text), peer: peer, outlet: outlet))?.start()
        }
        if era == .legacy {
            send(#"{"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"#)
        }
        let meta =
            #","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
        let call =
            #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":\#(arguments)\#(era == .modern ? meta : "")}}"#
        let message = RawMessage(call)
        func run(_ count: Int) {
            for _ in 0..<count { server.receive(Exchange(message: message, peer: peer, outlet: outlet))?.start() }
        }
        run(calls / 10)
        let before = outlet.count
        var best = Duration.seconds(1_000)
        for _ in 0..<5 {
            let begin = ContinuousClock.now
            run(calls / 5)
            best = min(best, begin.duration(to: .now))
        }
        precondition(outlet.count - before == calls / 5 * 5, "every call is answered")
        let nanoseconds = best / (calls / 5)
        print(
            "{\"benchmark\":\"\(name)\",\"requestBytes\":\(message.bytes.count),\"ns\":\(nanoseconds.components.attoseconds / 1_000_000_000)}"
        )
    }
}

private struct Echo: ReadTool {
    static let name = "echo"
    static let description = "Gives the text back."
    static let input = Schema<String>.object(required("text", "", .string)) { $0 }
    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text }
}
