import Foundation
import MCPCore
import MCPTesting
import Testing

extension WireCheck {
    /// The schemas that lie beside the tests. Without them nothing can be said of what a server sends, and so no test may pass.
    static let schemas: WireSchemas = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        do throws(WireSchemasError) {
            return try WireSchemas(folder: tests.appending(path: "Schemas").path())
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// A check whose violations are issues of the test.
    static func recording(assuming revision: ProtocolRevision? = nil) -> WireCheck {
        WireCheck(schemas, assuming: revision) { Issue.record("\($0)") }
    }
}

extension InProcessPeer {
    /// The peer of all these tests: what the server sends to it is measured by the official schemas.
    ///
    /// A server is better matched by this than by the library's own initialiser, so a test need not know.
    convenience init(_ server: MCPServer, principal: Principal = .anonymous) {
        self.init(server, principal: principal, wire: .recording())
    }
}
