import HTTPFetch
import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing
import TicketServer

@testable import TicketTenants

/// Events of two tenants, and what one tries to learn of the other's. Over real connections.
@Suite(.timeLimit(.minutes(2))) struct TenantEventTests {
    private static let secrets = (acme: "the-secret-that-the-webhooks-of-acme-use", beta: "the-secret-that-the-webhooks-of-beta-use")

    private static func run(
        _ body: @escaping @Sendable (_ tenants: TwoTenants, _ url: String) async throws -> Void
    ) async throws {
        let folder = try Folder()
        try folder.write("acme", secrets.acme)
        try folder.write("beta", secrets.beta + "\n")
        try await TwoTenants.run(
            acme: "    events: {secret_file: \(folder.file("acme"))}", beta: "    events: {secret_file: \(folder.file("beta"))}", body)
    }

    private static func post(_ body: String, to url: String, _ path: String, secret: String) async throws -> LiveClient.Answer {
        let seconds = WallClock.milliseconds / 1_000
        let code = HMACSHA256(key: Array(secret.utf8)).code(for: Array("\(seconds).\(body)".utf8)).hexadecimal
        return try await LiveClient(url, key: "").send(
            .post, path, try JSON(parsing: body), [("x-webhook-signature", "t=\(seconds),v1=\(code)")])
    }

    /// Reads an event stream until a word stands in it.
    private static func read(_ url: String, _ path: String, key: String, until word: String) async throws -> String {
        let fetch = HTTPFetch(configuration: FetchConfiguration())
        var request = FetchRequest(.get, url + path)
        request.headers.add("accept", "text/event-stream")
        request.headers.add("authorization", "Bearer \(key)")
        let stream = try await fetch.stream(request)
        #expect(stream.status == 200)
        var text = ""
        for try await piece in stream {
            text += String(decoding: piece, as: UTF8.self)
            if text.contains(word) { break }
        }
        stream.cancel()
        await fetch.shutdown()
        return text
    }

    @Test func noEventReachesAnotherTenant() async throws {
        try await Self.run { tenants, url async throws in
            async let acme = Self.read(url, "/events/stream", key: tenants.keys.acme, until: "last-of-acme")
            async let reader = Self.read(url, "/t/acme/events/stream", key: tenants.keys.other, until: "last-of-acme")
            async let beta = Self.read(url, "/t/beta/events/stream", key: tenants.keys.beta, until: "last-of-beta")
            let (acmeEvents, betaEvents) = try (
                #require(tenants.service.router.tenants["acme"]).events, #require(tenants.service.router.tenants["beta"]).events
            )
            while acmeEvents.statistics.clients.count < 2 || betaEvents.statistics.clients.isEmpty { await Task.yield() }
            for number in 0..<10 {
                let ours = #"{"type":"a","key":"k\#(number)","ticket":"of-acme"}"#
                let theirs = #"{"type":"a","key":"k\#(number)","ticket":"of-beta"}"#
                let first = try await Self.post(ours, to: url, "/t/acme/events", secret: Self.secrets.acme)
                let second = try await Self.post(theirs, to: url, "/t/beta/events", secret: Self.secrets.beta)
                // The same key is another change for another tenant.
                #expect(first.json?["accepted"] == 1 && second.json?["accepted"] == 1)
            }
            // What an event says of its tenant counts for nothing.
            _ = try await Self.post(#"{"type":"last-of-acme","tenant":"beta"}"#, to: url, "/t/acme/events", secret: Self.secrets.acme)
            _ = try await Self.post(#"{"type":"last-of-beta","tenant":"acme"}"#, to: url, "/t/beta/events", secret: Self.secrets.beta)
            let (acmeText, readerText, betaText) = try await (acme, reader, beta)
            for text in [acmeText, readerText] {
                #expect(text.count(of: #""ticket":"of-acme""#) == 10 && text.count(of: "beta") == 0)
            }
            #expect(betaText.count(of: #""ticket":"of-beta""#) == 10 && betaText.count(of: "acme") == 0)
        }
    }

    @Test func nobodyWatchesAnotherTenant() async throws {
        try await Self.run { tenants, url async throws in
            let (beta, nobody) = (LiveClient(url, key: tenants.keys.beta), LiveClient(url, key: ""))
            for path in ["/events/stream", "/events/debug"] {
                let (other, unknown) = (try await beta.send(.get, "/t/acme" + path), try await beta.send(.get, "/t/unknown" + path))
                #expect(other.status == 404 && unknown.status == 404 && other.text == unknown.text)
                #expect(try await nobody.send(.get, "/t/acme" + path).status == 401)
                #expect(try await nobody.send(.get, path).status == 401)
            }
            // A place in one tenant's log says nothing in another's.
            #expect(try await beta.send(.get, "/events/debug").status == 403)
        }
    }

    /// Whether a tenant exists, and whether anybody posts to it, is not to be seen.
    @Test func aWrongSignatureIsRefusedAlikeEverywhere() async throws {
        try await Self.run { tenants, url async throws in
            let body = #"{"type":"a"}"#
            var texts: Set<String> = []
            for path in ["/t/acme/events", "/t/unknown/events", "/events", "/t/..%2Facme/events"] {
                let answer = try await Self.post(body, to: url, path, secret: Self.secrets.beta)
                #expect(answer.status == 401, "\(path)")
                texts.insert(answer.text)
            }
            #expect(texts.count == 1)
            for runtime in tenants.service.router.tenants.all { #expect(runtime.events.statistics.told == 0) }
        }
    }

    /// A key that may not read tickets does not see them change.
    @Test func scopesHoldForWatching() async throws {
        try await TwoTenants.run(acme: "    tools: {deny: [get_ticket_detail]}") { tenants, url async throws in
            #expect(try await LiveClient(url, key: tenants.keys.acme).send(.get, "/events/stream").status == 403)
        }
        try await TwoTenants.run(acme: "    tools: {scopes: [get_ticket_detail=tickets:admin]}") { tenants, url async throws in
            #expect(try await LiveClient(url, key: tenants.keys.other).send(.get, "/events/stream").status == 403)
        }
    }

    @Test func aShortSecretRefusesTheFile() async throws {
        let folder = try Folder()
        try folder.write("short", "too-short")
        await #expect(throws: SettingError.self) {
            try await TwoTenants.run(acme: "    events: {secret_file: \(folder.file("short"))}") { _, _ in }
        }
    }
}

extension String {
    /// How often a word stands in it.
    fileprivate func count(of word: String) -> Int { ranges(of: word).count }
}
