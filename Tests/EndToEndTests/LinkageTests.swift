import Foundation
import Testing

/// A person's stdio program pays for what it uses: no web framework, no database, no Foundation but what the option parser brings.
@Suite struct LinkageTests {
    @Test func theStdioProgramLinksNoServerAndNoFoundation() async throws {
        let program = try Program.built("ticket-mcp-stdio")
        let libraries = try await Program(path: "/usr/bin/ldd").run([program.path]).output
        #expect(libraries.contains("libc.so"))
        #expect(!libraries.contains("libcurl"), "libcurl is opened by the first request, not at the start")
        #expect(!libraries.contains("libFoundation.so") && !libraries.contains("libFoundationInternationalization"))
        #expect(!libraries.contains("sqlite"))
        let bytes = try Data(contentsOf: URL(filePath: program.path))
        for module in [
            "7NIOCore", "8NIOPosix", "11Hummingbird", "4GRDB", "11CoreMetrics", "7Tracing", "16MCPObservability",
        ] {
            #expect(bytes.range(of: Data("$s\(module)".utf8)) == nil, "\(module) is linked")
        }
    }
}
