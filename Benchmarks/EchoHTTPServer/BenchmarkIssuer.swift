internal import Foundation
internal import JWTKit
internal import Logging
internal import MCPAuth
internal import MCPCore
internal import MCPHTTPServer
internal import MCPTransportHTTP

/// An issuer of access tokens on loopback, as far as a server asks it anything: it gives out its keys.
struct BenchmarkIssuer {
    private struct Claims: JWTPayload {
        let iss: String
        let sub: String
        let aud: String
        let exp: Int
        let scope: String

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    private struct Keys: HTTPHandler {
        let body: [UInt8]

        func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
            responder.respond(HTTPResponseHead(200, ["content-type": "application/json"]), body)
            return nil
        }

        func shutdown(within time: Duration) async {}
    }

    let provider: OAuthProvider
    /// Of one caller, for a day.
    let token: String

    /// Serves the keys until the process ends.
    static func start(_ logger: Logger) async throws -> BenchmarkIssuer {
        let key = ES256PrivateKey()
        func member(_ name: String, _ value: String?) -> (String, JSON) {
            // The library writes coordinates in the other alphabet.
            let text = (value ?? "").replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            return (name, .string(text))
        }
        var published: JSONObject = ["kty": "EC", "crv": "P-256", "kid": "bench", "use": "sig"]
        for (name, value) in [member("x", key.parameters?.x), member("y", key.parameters?.y)] { published[name] = value }
        let server = HTTPServer(
            handler: Keys(body: JSON.object(["keys": .array([.object(published)])]).bytes),
            configuration: HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: 0)]), logger: logger)
        Task { try await server.run() }
        guard let address = try await server.boundAddresses.first else { throw CancellationError() }
        var issuer = TrustedIssuer("http://\(address)")
        issuer.keySetURL = "http://\(address)/keys"
        var configuration = OAuthConfiguration(issuers: [issuer], audiences: ["https://bench.example/mcp"])
        configuration.reach = .loopback
        let claims = Claims(
            iss: issuer.issuer, sub: "user-0123456789", aud: "https://bench.example/mcp", exp: Int(Date().timeIntervalSince1970) + 86_400,
            scope: "tickets:read tickets:write")
        let keys = await JWTKeyCollection().add(ecdsa: key, kid: "bench")
        return BenchmarkIssuer(
            provider: try OAuthProvider(configuration, logger: logger), token: try await keys.sign(claims, kid: "bench"))
    }
}
