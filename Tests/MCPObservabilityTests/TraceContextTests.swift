import MCPCore
import Testing

/// W3C Trace Context, section 3.2.
@Suite struct TraceContextTests {
    private static let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func goodOnes() throws {
        let context = try #require(TraceContext(traceparent: Self.good, tracestate: "rojo=00f067aa0ba902b7"))
        #expect(context.trace.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.parent.description == "00f067aa0ba902b7")
        #expect(context.isSampled && context.state == "rojo=00f067aa0ba902b7")
        #expect(context.traceparent == Self.good)
        #expect(TraceContext(traceparent: Self.good.dropLast(2) + "fe")?.isSampled == false)
        #expect(TraceContext(traceparent: Self.good.dropLast(2) + "03")?.isSampled == true)
        // Later versions may have more.
        #expect(TraceContext(traceparent: "01" + Self.good.dropFirst(2))?.isSampled == true)
        #expect(TraceContext(traceparent: "cc" + Self.good.dropFirst(2) + "-what-else")?.trace == context.trace)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x", "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01", "01-" + String(repeating: "0", count: 100_000),
    ]) func badOnes(_ text: String) {
        #expect(TraceContext(traceparent: text) == nil)
    }

    @Test(arguments: ["", "a=1\r\nx-evil: 1", "a=\u{1}", "日本=語", String(repeating: "a", count: 513)])
    func statesThatMustNotGoOn(_ state: String) throws {
        #expect(try #require(TraceContext(traceparent: Self.good, tracestate: state)).state == nil)
    }
}
