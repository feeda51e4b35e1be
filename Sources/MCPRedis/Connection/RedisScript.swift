/// A program that Redis runs as one step (Lua). Sent once a connection, named by its digest afterwards.
struct RedisScript: Sendable {
    let text: String
    /// SHA-1 in hexadecimal digits, as Redis names it.
    let name: String

    init(_ text: String) {
        self.text = text
        name = SHA1.digest(of: Array(text.utf8)).map { byte in
            String(UnicodeScalar(Self.digits[Int(byte >> 4)])) + String(UnicodeScalar(Self.digits[Int(byte & 15)]))
        }.joined()
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// All there are: sent in the greeting of every connection, so that the name alone is enough.
    static let all = [postLetter, removeSession, appendEvents, createTask, updateTask]

    func command(keys: [String], _ arguments: [any RedisArgument], isWhole: Bool = false) -> RedisCommand {
        var command = isWhole ? RedisCommand("EVAL", text, keys.count) : RedisCommand("EVALSHA", name, keys.count)
        for key in keys { command.append(key) }
        command.append(contentsOf: arguments)
        return command
    }
}

extension RedisConnection {
    /// Runs a script. Where Redis has forgotten it (`SCRIPT FLUSH`, a failover unseen), it is sent again with the call; then, and only then,
    /// the call comes behind others that were given later.
    func run(
        _ script: RedisScript, keys: [String], _ arguments: [any RedisArgument],
        _ complete: (@Sendable (Result<RedisReply, RedisError>) -> Void)? = nil
    ) {
        send(script.command(keys: keys, arguments)) { [self] result in
            if case .success(.error(let error)) = result {
                if error.code == "NOSCRIPT" { return send(script.command(keys: keys, arguments, isWhole: true), complete) }
                if complete == nil { complain(error) }
            }
            complete?(result)
        }
    }

    /// - Throws: also what Redis answered with an error.
    func run(_ script: RedisScript, keys: [String], _ arguments: [any RedisArgument]) async throws(RedisError) -> RedisReply {
        let result = await withCheckedContinuation { continuation in
            run(script, keys: keys, arguments) { continuation.resume(returning: $0) }
        }
        let reply = try result.get()
        if case .error(let error) = reply { throw error }
        return reply
    }
}

/// The hash SHA-1 (FIPS 180-4, section 6.1): not for secrets, but how Redis names scripts.
enum SHA1 {
    static func digest(of message: [UInt8]) -> [UInt8] {
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) * 8
        padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        for start in stride(from: 0, to: padded.count, by: 64) { compress(padded[start..<start + 64], &state) }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) } }
    }

    private static func compress(_ block: ArraySlice<UInt8>, _ state: inout [UInt32]) {
        var schedule = (0..<16).map { index in
            (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[block.startIndex + 4 * index + $1]) }
        }
        for index in 16..<80 {
            schedule.append(rotate(schedule[index - 3] ^ schedule[index - 8] ^ schedule[index - 14] ^ schedule[index - 16], 1))
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for index in 0..<80 {
            let (mixed, constant): (UInt32, UInt32) =
                switch index {
                case 0..<20: ((b & c) | (~b & d), 0x5a82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ed9_eba1)
                case 40..<60: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
                default: (b ^ c ^ d, 0xca62_c1d6)
                }
            let next = rotate(a, 5) &+ mixed &+ e &+ constant &+ schedule[index]
            (e, d, c, b, a) = (d, c, rotate(b, 30), a, next)
        }
        for (index, word) in [a, b, c, d, e].enumerated() { state[index] = state[index] &+ word }
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
}
