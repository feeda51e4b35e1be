internal import BenchmarkSupport

/// Messages a second through a stdio server, beside the same through `cat`, which does nothing but copy.
///
/// `StdioBenchmark COMMAND [ARGUMENT…]`: the command must have a tool `echo`. Rounds of both take turns, and medians are told, so that
/// a busy machine slows both.
@main
enum StdioBenchmark {
    private static let rounds = 5
    private static let open =
        #"{"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"# + "\n"

    static func main() {
        let command = Array(CommandLine.arguments.dropFirst())
        guard !command.isEmpty else { return print("usage: StdioBenchmark COMMAND [ARGUMENT…]") }
        for inFlight in [1, 32] {
            var server: [Double] = []
            var cat: [Double] = []
            for _ in 0..<rounds {
                server.append(messagesPerSecond(command, inFlight))
                cat.append(messagesPerSecond(["cat"], inFlight))
            }
            let ratio = zip(server, cat).map { $0 / $1 }
            print(
                "{\"inFlight\":\(inFlight),\"perSecond\":\(Int(server.median)),\"cat\":\(Int(cat.median)),\"ratio\":\(ratio.median.rounded2)}"
            )
        }
        let starts = (0..<20).map { _ in coldStart(command) }.sorted()
        print("{\"coldStartMs\":\(starts.median.rounded2),\"fastest\":\(starts[0].rounded2)}")
    }

    private static func messagesPerSecond(_ command: [String], _ inFlight: Int) -> Double {
        guard let child = Child(command) else { return 0 }
        exchangeOne(child, open)
        var id = 0
        func messages(_ count: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<count {
                id += 1
                bytes += Array(
                    "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"text\":\"hello\"}}}\n"
                        .utf8)
            }
            return bytes
        }
        let total = inFlight == 1 ? 20_000 : 200_000
        child.send(messages(inFlight))
        let begin = ContinuousClock.now
        var answered = 0
        while answered < total {
            let count = child.receive()
            answered += count
            if answered < total { child.send(messages(count)) }
        }
        let seconds = begin.duration(to: .now) / .seconds(1)
        return Double(answered) / seconds
    }

    /// Milliseconds from before the process is made to its first answer.
    private static func coldStart(_ command: [String]) -> Double {
        let begin = ContinuousClock.now
        guard let child = Child(command) else { return .infinity }
        exchangeOne(child, open)
        return begin.duration(to: .now) / .milliseconds(1)
    }

    private static func exchangeOne(_ child: Child, _ text: String) {
        child.send(Array(text.utf8))
        while child.receive() == 0 {}
    }

}
