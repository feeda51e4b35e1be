import Foundation
import MCPCore
import MCPHTTPServer
import MCPTransportHTTP

/// An MCP server over HTTP whose callers are known by tokens of its own.
@main
enum CustomAuth {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "serve" where 2...3 ~= arguments.count: try await serve(arguments)
        case "issue" where 3...5 ~= arguments.count: try issue(arguments)
        default:
            say("usage: CustomAuth serve FILE [PORT]\n       CustomAuth issue FILE USER [SCOPE,SCOPE… [DAYS]]")
            exit(64)
        }
    }

    static func handler(_ file: TokenFile, _ auth: any AuthProvider) -> MCPHTTPHandler {
        let server = MCPServer(
            Implementation(name: "custom-auth", version: "1.0"), tools: ToolBox([Whoami(), ListTokens(file: file)]))
        return MCPHTTPHandler(server, configuration: HTTPConfiguration(auth: auth, asksForIdentity: true))
    }

    private static func serve(_ arguments: [String]) async throws {
        let file = TokenFile(url: URL(filePath: arguments[1]))
        let auth = TokenFileAuth(file) { say("\(file.url.path()): \($0)") }
        let port = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 8080
        let server = HTTPServer(
            handler: handler(file, auth), configuration: HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: port)]),
            logger: .init(label: "custom-auth"))
        try await server.run()
    }

    private static func issue(_ arguments: [String]) throws {
        let scopes = arguments.dropFirst(3).first.map { Set($0.split(separator: ",").map(String.init)) } ?? []
        let days = arguments.dropFirst(4).first.flatMap { Double($0) } ?? 90
        let token = try TokenFile(url: URL(filePath: arguments[1])).issue(
            user: arguments[2], scopes: scopes, expires: Date(timeIntervalSinceNow: days * 86_400))
        print(token.text)
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
