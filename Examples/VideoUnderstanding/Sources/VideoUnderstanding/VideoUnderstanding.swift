import Foundation
import MCPCore
import MCPHTTPServer
import MCPTransportHTTP
import MCPTransportStdio

/// A remote tool that takes minutes, behind the shared-secret dialect.
@main
enum VideoUnderstanding {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let url = environment["VIDEO_API_URL"], let key = environment["VIDEO_API_KEY"], let secret = environment["SHARED_SECRET"]
        else {
            FileHandle.standardError.write(Data("Set VIDEO_API_URL, VIDEO_API_KEY and SHARED_SECRET (64 characters).\n".utf8))
            exit(78)
        }
        let port = environment["PORT"].flatMap { Int($0) } ?? 8080
        let analyses = Analyses(AnalysisAPI(baseURL: url, key: key))
        let server = HTTPServer(
            handler: try handler(analyses, secret: secret),
            configuration: HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: port)]),
            logger: .init(label: "video-understanding"))
        TerminationSignals.handle { server.beginGracefulShutdown() }
        try await server.run()
        // What was cut off is cancelled at the service before we leave.
        await analyses.shutdown()
    }

    /// - Throws: where the secret has not 64 characters.
    static func handler(_ analyses: Analyses, secret: String, time: any TimeSource = SystemTime()) throws(AuthError) -> MCPHTTPHandler {
        let server = MCPServer(
            Implementation(name: "video-understanding", version: "1.0"), tools: ToolBox([AnalyzeVideo(analyses: analyses)]), time: time)
        var configuration = HTTPConfiguration(auth: try SharedSecretAuthProvider([secret]), asksForIdentity: true)
        // The calls of a stream end with it, so it has to last longer than they do.
        configuration.limits.streamTime = .seconds(3_600)
        return MCPHTTPHandler(server, configuration: configuration)
    }
}
