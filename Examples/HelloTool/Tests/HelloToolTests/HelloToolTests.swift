import Foundation
import MCPCore
import MCPTesting
import Testing

@testable import HelloTool

@Suite(.timeLimit(.minutes(1)))
struct HelloToolTests {
    /// A client in the same process: the quickest way to test a tool as clients see it.
    @Test func greets() async throws {
        let client = InProcessPeer(HelloTool.server, wire: .recording())
        try await client.open(.v2025_11_25)
        let casual = try await client.call("hello", ["names": ["Ada", "Grace"]])
        #expect(casual["content"]?[0]?["text"] == "Hello, Ada and Grace!")
        let formal = try await client.call("hello", ["names": ["Ada"], "formal": true])
        #expect(formal["content"]?[0]?["text"] == "Good day, Ada!")
    }

    @Test func saysAllThatIsWrongWithTheArguments() async throws {
        let client = InProcessPeer(HelloTool.server, wire: .recording())
        try await client.open(.v2025_11_25)
        let refusal = try await client.call("hello", ["names": [""], "formal": 7])
        #expect(refusal["isError"] == true)
        let text = try #require(refusal["content"]?[0]?["text"]?.string)
        #expect(text.contains("names[0]") && text.contains("formal"))
    }

    /// The program itself, over its standard streams, in the revision without sessions.
    @Test func speaksOverItsStandardStreams() async throws {
        let meta =
            #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
        let output = try await Self.run(
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":\(meta)}}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"hello","arguments":{"names":["Ada"]},"_meta":\(meta)}}

            """)
        let answers = try output.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(answers.count == 2)
        let list = try #require(answers.first { $0["id"] == 1 })
        #expect(list["result"]?["tools"]?[0]?["name"] == "hello")
        #expect(list["result"]?["tools"]?[0]?["inputSchema"]?["required"] == ["names"])
        let call = try #require(answers.first { $0["id"] == 2 })
        #expect(call["result"]?["content"]?[0]?["text"] == "Hello, Ada!")
    }

    /// Runs the program to its end, which is the end of its input. Files stand for pipes, so that nothing here has to wait for a read.
    private static func run(_ input: String) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let (inputFile, outputFile) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(input.utf8).write(to: inputFile)
        try Data().write(to: outputFile)
        let process = Process()
        // It lies beside the tests.
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "HelloTool")
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        #expect(process.terminationStatus == 0)
        let output = String(decoding: try Data(contentsOf: outputFile), as: UTF8.self)
        let wire = WireCheck.recording()
        wire.clientSends(lines: input)
        wire.serverSends(lines: output)
        return output
    }
}
