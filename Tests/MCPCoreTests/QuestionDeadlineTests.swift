import MCPCore
import MCPTesting
import Testing

/// The deadline of a call stands still while its handler waits for the client.
@Suite(.timeLimit(.minutes(1))) struct QuestionDeadlineTests {
    private let time = ManualTime()
    private let gate = Gate()
    private let work = Gate()

    private func client(_ revision: ProtocolRevision = .v2025_11_25) async throws -> EngineClient {
        try await EngineClient.open(AskingServer.make(more: [AskingServer.thinker(work)], time: time, gate: gate), revision)
    }

    /// Moves the time, and waits until the server has looked at its deadlines since: it has when it answers for a call that takes too long.
    private func advance(_ client: EngineClient, by duration: Duration) async throws {
        let (arrived, id) = (gate.heldCount, client.startCall("wait"))
        try await gate.arrivals(of: arrived + 1)
        try await time.sleeperAppears()
        await time.moves(by: duration)
        // The tool's own limit of 20 seconds is shorter than every step here.
        await time.moves(until: { !client.inbox.unread.isEmpty })
        let reply = try await client.next()
        #expect(reply["id"] == id, "\(reply.text)")
    }

    @Test(arguments: ProtocolRevision.askingInSessions) func aPersonMayTakeLongerThanACall(_ revision: ProtocolRevision) async throws {
        let client = try await client(revision)
        client.startCall("think")
        let question = try await client.next()
        try await advance(client, by: .seconds(300))
        client.answer(question, AskingServer.answer(question))
        work.open()
        #expect(try await client.next().said == "Thought for Ada.")
    }

    /// The time that the client took is not the handler's: a minute of its own is a minute, whenever it was asked.
    @Test func whatTheClientTookIsNotTheHandlers() async throws {
        let client = try await client()
        client.startCall("think")
        let question = try await client.next()
        try await advance(client, by: .seconds(50))
        client.answer(question, AskingServer.answer(question))
        try await work.arrivals()
        try await advance(client, by: .seconds(30))
        work.open()
        #expect(try await client.next().said == "Thought for Ada.")
    }

    /// The handler's own time goes on when the answer is there.
    @Test func theHandlersOwnTimeIsBounded() async throws {
        let client = try await client()
        let id = client.startCall("think")
        let question = try await client.next()
        try await advance(client, by: .seconds(300))
        client.answer(question, AskingServer.answer(question))
        try await work.arrivals()
        await time.moves(until: { !client.inbox.unread.isEmpty })
        let reply = try await client.next()
        #expect(reply["id"] == id)
        #expect(reply["result"]?["isError"] == true)
        #expect(reply.said?.contains("did not finish") == true, "\(reply.text)")
        try await work.cancellations()
    }
}
