internal import Foundation
internal import Testing

@testable internal import TicketAPI

@Suite struct CursorTests {
    @Test(arguments: Engine.allCases)
    func noByteCanBeChanged(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 5) { desk async throws in
            let cursor = try #require(try await desk.get("/tickets?limit=2").cursor)
            #expect(cursor.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            var bytes = try #require(Data(base64Encoded: Self.padded(cursor)))
            for index in bytes.indices {
                bytes[index] ^= 1
                let forged = bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
                #expect(try await desk.get("/tickets?limit=2&cursor=\(forged)").code == "cursor_invalid")
                bytes[index] ^= 1
            }
            #expect(try await desk.get("/tickets?limit=2&cursor=\(cursor)").status == 200)
        }
    }

    @Test(arguments: Engine.allCases)
    func theKeyIsTheDatabases(_ engine: Engine) async throws {
        try await engine.withDatabase { location in
            let first = try await SQLTicketStore.open(location)
            try await first.load(DemoDataset(tickets: 5))
            let cursor = try await TestDesk.cursor(over: first)
            try first.close()
            let second = try await SQLTicketStore.open(location)
            try await TestDesk.run(over: second) { desk async throws in
                #expect(try await desk.get("/tickets?limit=2&cursor=\(cursor)").items.count == 2)
            }
            try second.close()
            try await TestDesk.run(on: engine, tickets: 5) { desk async throws in
                #expect(try await desk.get("/tickets?limit=2&cursor=\(cursor)").code == "cursor_invalid")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aWalkLastsADay(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 9) { desk async throws in
            let first = try #require(try await desk.get("/tickets?limit=2").cursor)
            desk.clock.advance(seconds: 86_000)
            let second = try #require(try await desk.get("/tickets?limit=2&cursor=\(first)").cursor)
            desk.clock.advance(seconds: 401)
            for cursor in [first, second] {
                let reply = try await desk.get("/tickets?limit=2&cursor=\(cursor)")
                #expect(reply.status == 400)
                #expect(reply.code == "cursor_expired")
            }
        }
    }

    /// The examples of FIPS 180-4 and RFC 4231.
    @Test func digests() {
        #expect(SHA256.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256.hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(SHA256.hex(Array(long.utf8)) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        let million = SHA256.hex([UInt8](repeating: 0x61, count: 1_000_000))
        #expect(million == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        let code = SHA256.authentication(of: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(code.prefix(4) == [0x5b, 0xdc, 0xc1, 0x46])
        let largeKey = SHA256.authentication(
            of: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8), key: [UInt8](repeating: 0xaa, count: 131))
        #expect(largeKey.prefix(4) == [0x60, 0xe4, 0x31, 0x59])
    }

    private static func padded(_ cursor: String) -> String {
        let text = cursor.replacing("-", with: "+").replacing("_", with: "/")
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}

extension TestDesk {
    /// The cursor after the first two tickets.
    fileprivate static func cursor(over store: SQLTicketStore) async throws -> String {
        let box = Box()
        try await run(over: store) { desk async throws in await box.set(try await desk.get("/tickets?limit=2").cursor) }
        return try #require(await box.text)
    }

    private actor Box {
        private(set) var text: String?

        func set(_ text: String?) { self.text = text }
    }
}
