import Testing

/// Clients that nobody here wrote, against programs as they are shipped.
@Suite(.timeLimit(.minutes(5))) struct ClientTests {
    /// All of them record what the server sends, and fail if a message is not as the official schema has it. Without this test, that they
    /// pass would say nothing of the wire.
    @Test func wrongMessagesAreFound() async throws {
        let outcome = try await Program.python().run([Program.client("wire_self_test.py")])
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)")
    }

    @Test(arguments: ["echo_eras.py", "echo_fastmcp.py"]) func echoServer(_ client: String) async throws {
        let outcome = try await Program.python().run([Program.client(client), Program.built("EchoServer").path])
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)")
    }

    @Test(arguments: ["tickets_mixed.py", "tickets_fastmcp.py"]) func ticketServer(_ client: String) async throws {
        let outcome = try await Program.python().run([Program.client(client), Program.built("ticket-mcp-stdio").path])
        #expect(outcome.isSuccess && outcome.output == "done\n", "\(outcome.output)\(outcome.errors)")
    }
}
