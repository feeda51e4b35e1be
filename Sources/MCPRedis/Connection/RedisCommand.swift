/// A command in the form of the protocol: an array of strings, each led by its length, so that any byte may stand in them.
struct RedisCommand: Sendable {
    private(set) var body: [UInt8] = []
    private(set) var count = 0

    init(_ arguments: any RedisArgument...) {
        for argument in arguments { append(argument) }
    }

    mutating func append(_ argument: any RedisArgument) {
        count += 1
        argument.write(to: &body)
    }

    mutating func append(contentsOf arguments: [any RedisArgument]) {
        for argument in arguments { append(argument) }
    }

    /// The arguments that stand in a body, up to the first that is not whole.
    static func arguments(in body: [UInt8]) -> [[UInt8]] {
        var (rest, found) = (body[...], [[UInt8]]())
        while rest.first == UInt8(ascii: "$"), let end = rest.firstIndex(of: 0x0D) {
            let (start, digits) = (end + 2, rest[(rest.startIndex + 1)..<end])
            guard let count = Int(String(decoding: digits, as: UTF8.self)), count >= 0, count <= rest.endIndex - start - 2 else { break }
            found.append(Array(rest[start..<start + count]))
            rest = rest[(start + count + 2)...]
        }
        return found
    }

    /// What comes before the body.
    var head: [UInt8] { Array("*\(count)\r\n".utf8) }
}

/// What can stand in a command.
protocol RedisArgument: Sendable {
    func write(to body: inout [UInt8])
}

extension String: RedisArgument {
    func write(to body: inout [UInt8]) {
        body.append(argument: utf8, count: utf8.count)
    }
}

extension Array: RedisArgument where Element == UInt8 {
    func write(to body: inout [UInt8]) {
        body.append(argument: self, count: count)
    }
}

extension Int: RedisArgument {
    func write(to body: inout [UInt8]) { String(self).write(to: &body) }
}

/// In milliseconds.
extension Duration: RedisArgument {
    func write(to body: inout [UInt8]) { milliseconds.write(to: &body) }

    /// Rounded up, so that what is to be kept for a while is kept at all.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

extension [UInt8] {
    fileprivate mutating func append(argument: some Sequence<UInt8>, count: Int) {
        append(UInt8(ascii: "$"))
        append(contentsOf: String(count).utf8)
        append(contentsOf: [0x0D, 0x0A])
        append(contentsOf: argument)
        append(contentsOf: [0x0D, 0x0A])
    }
}
