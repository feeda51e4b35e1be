internal import MCPTesting
internal import Synchronization
internal import Testing

@testable internal import MCPCore

@Suite struct RequestStateTests {
    private static let key = RequestStateKey([UInt8](repeating: 7, count: 32))
    private static let otherKey = RequestStateKey([UInt8](repeating: 8, count: 32))
    private static let binding = StateBinding(principal: "ada", method: "tools/call", parameters: Array(#"{"name":"close"}"#.utf8))

    /// The time since 1970, moved by hand.
    private final class HandClock: Sendable {
        private let time = Mutex(Duration.seconds(1_764_066_600))

        var now: Duration { time.withLock { $0 } }
        func move(by duration: Duration) { time.withLock { $0 += duration } }
    }

    private let clock = HandClock()

    private func states(_ keys: [RequestStateKey] = [key], capacity: Int = 100) -> RequestStates {
        let clock = clock
        return RequestStates(keys: keys, lifetime: .seconds(600), capacity: capacity) { clock.now }
    }

    /// The error of opening, or nil where it opened.
    private func refusal(_ text: String, _ binding: StateBinding = binding, by states: RequestStates) -> MCPError? {
        do throws(MCPError) {
            _ = try states.admit(text, binding)
            return nil
        } catch {
            return error
        }
    }

    private static let changed = MCPError.invalidParams("requestState is not one of this server, or was changed on the way")
    private static let stale = MCPError.invalidParams("requestState has expired; send the request again without it")
    private static let foreign = MCPError.invalidParams(
        "requestState belongs to another request: principal, method and parameters must stay the same")
    private static let used = MCPError.invalidParams("requestState was used already; send the request again without it")
    private static let full = MCPError(.internalError, "No more request states can be taken just now; try again later")

    @Test func answersComeBackAsTheyWere() async throws {
        let answers: JSONObject = [
            "name": ["action": "accept", "content": ["text": "プリンタ \"é\"", "count": 9_007_199_254_740_993, "none": nil]],
            "roots": ["roots": []],
        ]
        let states = states()
        #expect(try await states.open(states.seal(answers, to: Self.binding), Self.binding) == answers)
        #expect(try await states.open(states.seal([:], to: Self.binding), Self.binding) == [:])
    }

    @Test func noSymbolCanBeChanged() {
        let states = states()
        let text = Array(states.seal(["ok": true], to: Self.binding).utf8)
        for index in text.indices {
            var changed = text
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(refusal(String(decoding: changed, as: UTF8.self), by: states) == Self.changed)
        }
        // None of the attempts used it up.
        #expect(refusal(String(decoding: text, as: UTF8.self), by: states) == nil)
    }

    @Test(arguments: ["", ".", "..", "a", "e30", "e30.", ".e30", "e30.e30", "プリンタ.é"])
    func otherTextsAreRefused(_ text: String) {
        #expect(refusal(text, by: states()) == Self.changed)
    }

    @Test func piecesOfAStateAreRefused() {
        let states = states()
        let text = states.seal(["ok": true], to: Self.binding)
        let parts = text.split(separator: ".").map(String.init)
        for piece in [parts[0], parts[1], parts[0] + ".", "." + parts[1], text + "=", text + "A", text + "-TAMPERED", text + "." + text] {
            #expect(refusal(piece, by: states) == Self.changed)
        }
        // The code of one state under the payload of another.
        let other = states.seal(["ok": false], to: Self.binding).split(separator: ".").map(String.init)
        #expect(refusal(other[0] + "." + parts[1], by: states) == Self.changed)
    }

    @Test(arguments: ["", "[]", "{}", #"{"answers":{},"binding":"","expires":9999999999999}"#, #"{"answers":"#, "\u{0}"])
    func whatTheKeySealedInAnotherFormIsRefused(_ payload: String) {
        let text = Base64URL.encode(Array(payload.utf8))
        let code = Base64URL.encode(Self.key.hmac.code(for: Array(text.utf8)))
        #expect(refusal(text + "." + code, by: states()) == Self.changed)
    }

    @Test(arguments: [(Duration.seconds(600) - .milliseconds(1), nil), (.seconds(600), stale), (.seconds(60_000), stale)])
    func aStateExpires(_ age: Duration, _ refused: MCPError?) {
        let states = states()
        let text = states.seal([:], to: Self.binding)
        clock.move(by: age)
        #expect(refusal(text, by: states) == refused)
    }

    @Test(arguments: [
        StateBinding(principal: "bob", method: binding.method, parameters: binding.parameters),
        StateBinding(principal: binding.principal, method: "prompts/get", parameters: binding.parameters),
        StateBinding(principal: binding.principal, method: binding.method, parameters: Array(#"{"name":"erase"}"#.utf8)),
        StateBinding(principal: binding.principal, method: binding.method, parameters: []),
        // The same bytes, cut elsewhere.
        StateBinding(principal: "adat", method: "ools/call", parameters: binding.parameters),
        StateBinding(principal: "ada", method: "tools/cal", parameters: Array("l".utf8) + binding.parameters),
    ])
    func aStateBelongsToItsRequest(_ other: StateBinding) {
        let states = states()
        let text = states.seal(["ok": true], to: Self.binding)
        #expect(refusal(text, other, by: states) == Self.foreign)
        // A stranger's attempt does not use it up.
        #expect(refusal(text, by: states) == nil)
    }

    @Test func aStateOpensOnce() {
        let states = states()
        let text = states.seal([:], to: Self.binding)
        let twin = states.seal([:], to: Self.binding)
        #expect(text != twin)
        #expect(refusal(text, by: states) == nil)
        #expect(refusal(text, by: states) == Self.used)
        #expect(refusal(twin, by: states) == nil)
        clock.move(by: .seconds(599))
        #expect(refusal(text, by: states) == Self.used)
    }

    @Test func aStateOpensOnceAmongThoseWhoShare() async throws {
        let (clock, once) = (clock, MemoryOnceStore(clock: { [clock] in clock.now }))
        let several = (0..<2).map { _ in RequestStates(keys: [Self.key], once: once) { clock.now } }
        let text = several[0].seal([:], to: Self.binding)
        #expect(try await several[1].open(text, Self.binding) == [:])
        await #expect(throws: Self.used) { try await several[0].open(text, Self.binding) }
    }

    @Test func ofManyWhoOpenAtOnceOneDoes() async {
        let states = states()
        let text = states.seal([:], to: Self.binding)
        let opened = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { refusal(text, by: states) == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(opened == 1)
    }

    @Test func aFullMemoryForgetsNothingThatIsGood() {
        let states = states(capacity: 3)
        let texts = (0..<5).map { _ in states.seal([:], to: Self.binding) }
        for text in texts[..<3] { #expect(refusal(text, by: states) == nil) }
        #expect(refusal(texts[3], by: states) == Self.full)
        for text in texts[..<3] { #expect(refusal(text, by: states) == Self.used) }
        clock.move(by: .seconds(599))
        let young = states.seal([:], to: Self.binding)
        #expect(refusal(young, by: states) == Self.full)
        clock.move(by: .seconds(1))
        // The three expired and made room; the refused one was not used up.
        #expect(refusal(young, by: states) == nil)
        #expect(refusal(texts[4], by: states) == Self.stale)
    }

    @Test func aClockThatIsSetBackOpensNothingAgain() {
        let states = states()
        let text = states.seal([:], to: Self.binding)
        #expect(refusal(text, by: states) == nil)
        clock.move(by: .seconds(700))
        let later = states.seal([:], to: Self.binding)
        #expect(refusal(later, by: states) == nil)
        clock.move(by: .seconds(-700))
        #expect(refusal(text, by: states) == Self.stale)
        #expect(refusal(later, by: states) == Self.used)
    }

    @Test func keysCanBeExchanged() {
        let old = states([Self.key]).seal([:], to: Self.binding)
        let both = states([Self.otherKey, Self.key])
        #expect(refusal(old, by: states([Self.otherKey])) == Self.changed)
        #expect(refusal(old, by: both) == nil)
        let new = both.seal([:], to: Self.binding)
        #expect(refusal(new, by: states([Self.key])) == Self.changed)
        #expect(refusal(new, by: states([Self.otherKey])) == nil)
    }

    @Test func textsAreBounded() {
        let states = states()
        let tooLong = MCPError.invalidParams("requestState is longer than 65536 bytes")
        let large = states.seal(["text": .string(String(repeating: "x", count: 48_000))], to: Self.binding)
        #expect(large.utf8.count > 64_000)
        #expect(refusal(large, by: states) == nil)
        #expect(refusal(String(repeating: "A", count: RequestStates.maximumBytes), by: states) == Self.changed)
        #expect(refusal(String(repeating: "A", count: RequestStates.maximumBytes + 1), by: states) == tooLong)
        #expect(refusal(states.seal(["text": .string(String(repeating: "x", count: 50_000))], to: Self.binding), by: states) == tooLong)
    }

    @Test func theMemoryForgetsInTheOrderOfExpiry() {
        var generator = SplitMix64(state: 3)
        var memory = ReplayMemory(capacity: 500)
        let expiries = (1...500).map { Int64($0) }.shuffled(using: &generator)
        for expiry in expiries { #expect(memory.admit("\(expiry)", expiry: expiry, now: 0) == .first) }
        #expect(memory.admit("more", expiry: 1_000, now: 0) == .full)
        for now in stride(from: Int64(0), to: 500, by: 7) {
            #expect(memory.admit("500", expiry: 500, now: now) == .again)
            #expect(memory.count == 500 - Int(now))
        }
    }

    @Test func aKeyShowsNothing() {
        var dumped = ""
        dump(Self.key, to: &dumped)
        #expect("\(Self.key)" == "<redacted>" && String(reflecting: Self.key) == "<redacted>")
        #expect(dumped == "- <redacted>\n")
        #expect(dumped.contains("7") == false)
    }

    @Test func randomKeysDiffer() {
        let text = states([.random()]).seal([:], to: Self.binding)
        #expect(refusal(text, by: states([.random()])) == Self.changed)
    }

    @Test func aShortSecretTraps() async {
        await #expect(processExitsWith: .failure) { _ = RequestStateKey([UInt8](repeating: 1, count: 31)) }
    }
}
