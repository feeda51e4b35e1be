internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct AddressTests {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "2001::1", "2001:10::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
        "64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1.1.1.1", "100::1", "3fff::1", "5f00::1",
        "2400:cb00::5efe:10.0.0.1", "2400:cb00::200:5efe:10.0.0.1",
    ])
    func isNotPublic(_ text: String) throws {
        #expect(try !#require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.169.0.1", "198.20.0.1", "223.255.255.255",
        "2606:4700:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1", "2001:4860:4860::8888",
    ])
    func isPublic(_ text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test(arguments: ["", "1.2.3", "127.1", "0x7f.0.0.1", "1.2.3.4.5", "[::1]", "::1%lo", "localhost", "256.1.1.1"])
    func isNoAddress(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test(arguments: ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433", "0x7f000001", "[::]"])
    func publicOnlyRefuses(_ host: String) async throws {
        let server = TestServer { peer, _ in try peer.respond() }
        try await withFetch {
            $0.addresses = .publicOnly
        } _: { fetch in
            let error = await fetch.failure("http://\(host):\(server.port)/")
            #expect(error?.code == .addressNotAllowed)
            #expect(error?.mayHaveReachedServer == false)
        }
        #expect(server.connections == 0)
    }

    @Test func aRuleSeesTheAddressThatANameStandsFor() async throws {
        let seen = Shared<[IPAddress]>([])
        let server = TestServer { peer, _ in try peer.respond() }
        try await withFetch {
            $0.addresses = .custom { address in
                seen.change { $0.append(address) }
                return address == IPAddress("127.0.0.1")
            }
        } _: { fetch in
            let response = try await fetch.get("http://localhost:\(server.port)/")
            #expect(response.status == 200)
            #expect(seen.value.contains { $0 == IPAddress("127.0.0.1") })
        }
    }

    @Test func redirectsAreNoWayAround() async throws {
        let inner = TestServer { peer, _ in try peer.respond() }
        let server = TestServer { peer, _ in try peer.respond(302, ["Location: http://[::ffff:127.0.0.1]:\(inner.port)/"]) }
        try await withFetch {
            $0.addresses = .custom { $0 == IPAddress("127.0.0.1") }
            $0.redirects = .anyHost()
        } _: { fetch in
            #expect(await fetch.failure(server.url)?.code == .addressNotAllowed)
        }
        #expect(inner.connections == 0)
    }

    @Test func noPolicyBehindAProxy() async throws {
        let proxy = TestServer { peer, _ in try peer.respond() }
        try await withFetch {
            $0.addresses = .publicOnly
            $0.proxy = .url(proxy.url)
        } _: { fetch in
            #expect(await fetch.failure("http://ticket.example/")?.code == .addressNotAllowed)
        }
        #expect(proxy.connections == 0)
    }

    @Test func aConfiguredProxyIsUsed() async throws {
        let proxy = TestServer { peer, request in try peer.respond(200, [], request.target) }
        try await withFetch {
            $0.proxy = .url(proxy.url)
        } _: { fetch in
            let response = try await fetch.get("http://ticket.example/x")
            #expect(response.text == "http://ticket.example/x")
        }
        #expect(!"\(FetchProxy.url("http://u:canary@p/")) \(String(reflecting: FetchProxy.url("http://u:canary@p/")))".contains("canary"))
    }
}
