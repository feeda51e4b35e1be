import Testing

@testable import MCPRedis

struct RedisAddressTests {
    @Test func partsAreRead() throws {
        let plain = try RedisAddress("redis://cache.example")
        #expect(plain.place == .host("cache.example", port: 6379) && plain.database == 0 && !plain.isEncrypted)
        #expect(plain.user == nil && plain.password == nil)
        let full = try RedisAddress("rediss://al%3Aice:p%40ss%2F%C3%9F@[::1]:6380/7?ca=/etc/ca.pem")
        #expect(full.place == .host("::1", port: 6380) && full.database == 7 && full.isEncrypted && full.authorities == "/etc/ca.pem")
        #expect(full.user == "al:ice" && full.password == "p@ss/ß")
        let secret = try RedisAddress("redis://:secret@h:1/")
        #expect(secret.user == nil && secret.password == "secret" && secret.place == .host("h", port: 1))
        let socket = try RedisAddress("unix:///run/redis.sock?db=3")
        #expect(socket.place == .socket(path: "/run/redis.sock") && socket.database == 3)
    }

    @Test(arguments: [
        "", "redis", "redis:", "redis://", "http://h", "redis://h:0", "redis://h:65536", "redis://h:x", "redis://h/x", "redis://h/-1",
        "redis://h?x=1", "redis://h?db", "redis://a%2:b@h", "redis://%ff:b@h", "redis://[::1", "redis://[::1]x", "unix://run/redis.sock",
        "redis://a b", "redis://h/99999",
    ])
    func othersAreRefused(_ text: String) {
        #expect { try RedisAddress(text) } throws: { ($0 as? RedisError)?.reason == .address }
    }

    @Test func passwordsAreNotPrinted() throws {
        let address = try RedisAddress("redis://canary-user:canary-password@h:1/2")
        var dumped = ""
        dump(address, to: &dumped)
        for text in ["\(address)", String(reflecting: address), dumped] { #expect(!text.contains("canary")) }
        #expect("\(address)" == "redis://h:1/2")
        let error = try #require(throws: RedisError.self) { try RedisAddress("redis://u:canary%@h") }
        #expect(!"\(error)".contains("canary"))
    }

    /// FIPS 180-4's own example, and the empty message.
    @Test func scriptsAreNamedAsRedisNamesThem() {
        #expect(RedisScript("abc").name == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(RedisScript("").name == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    }

    @Test func errorsAreToldApart() {
        for (answer, reason) in [
            ("OOM command not allowed when used memory > 'maxmemory'.", RedisError.Reason.unavailable),
            ("LOADING Redis is loading the dataset in memory", .unavailable),
            ("READONLY You can't write against a read only replica.", .unavailable),
            ("NOAUTH Authentication required.", .unauthorized), ("WRONGPASS invalid username-password pair", .unauthorized),
            ("NOPERM this user has no permissions", .unauthorized), ("ERR unknown command", .refused), ("WRONGTYPE Operation", .refused),
        ] {
            #expect(RedisError(answer: answer).reason == reason, "\(answer)")
        }
    }
}
