import Foundation
import MCPCore
import MCPLogging

/// What a log output writes, read from the other end of a pipe.
final class LogPipe {
    let output: LogOutput
    private let pipe = Pipe()

    init(capacity: Int = 1 << 20) {
        output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: capacity)
    }

    /// All of it. Nothing can be written afterwards. It must fit into a pipe.
    func lines() throws -> [String] {
        output.flush()
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        guard text.isEmpty || text.hasSuffix("\n") else { throw CocoaError(.fileReadCorruptFile) }
        return text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    func objects() throws -> [JSON] { try lines().map { try JSON(parsing: $0) } }
}
