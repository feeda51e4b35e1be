/// Where a Redis is, and how one is let in.
///
/// `redis://[user[:password]@]host[:port][/database]`, `rediss://…` for the same with TLS, and `unix:///path/of/socket[?db=1]`. User and password
/// are percent-encoded. With TLS, `?ca=/path/of/file.pem` names the authorities to trust in place of the system's. Whatever prints an
/// address leaves user and password out.
public struct RedisAddress: Sendable, Hashable {
    enum Place: Sendable, Hashable {
        case host(String, port: Int)
        case socket(path: String)
    }

    let place: Place
    let isEncrypted: Bool
    let authorities: String?
    let user: String?
    let password: String?
    let database: Int

    /// - Throws: ``RedisError/Reason/address`` for what is none, without repeating it.
    public init(_ text: String) throws(RedisError) {
        guard let scheme = text.firstRange(of: "://") else { throw .address("it needs a scheme: redis://, rediss:// or unix://") }
        var rest = text[scheme.upperBound...]
        var options: [Substring: String] = [:]
        if let mark = rest.firstIndex(of: "?") {
            for option in rest[rest.index(after: mark)...].split(separator: "&") {
                let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, ["db", "ca"].contains(parts[0]), let value = Self.decoded(parts[1]) else {
                    throw .address("of options it knows db=<number> and ca=<file>")
                }
                options[parts[0]] = value
            }
            rest = rest[..<mark]
        }
        (user, password) = try Self.credentials(&rest)
        authorities = options["ca"]
        var database = options["db"]
        switch text[..<scheme.lowerBound] {
        case "unix", "redis+unix":
            guard rest.first == "/", let path = Self.decoded(rest) else {
                throw .address("a socket needs a whole path: unix:///path/of/socket")
            }
            place = .socket(path: path)
            isEncrypted = false
        case "redis", "rediss":
            isEncrypted = text[..<scheme.lowerBound] == "rediss"
            if let slash = rest.firstIndex(of: "/") {
                let name = rest[rest.index(after: slash)...]
                if !name.isEmpty { database = String(name) }
                rest = rest[..<slash]
            }
            place = try Self.host(rest)
        default: throw .address("its scheme must be redis, rediss or unix")
        }
        let number = database.map { Int($0) ?? -1 } ?? 0
        guard 0..<65_536 ~= number else {
            throw .address("the database must be a number")
        }
        self.database = number
    }

    /// Takes what stands before the last `@`.
    private static func credentials(_ rest: inout Substring) throws(RedisError) -> (String?, String?) {
        guard let at = rest.lastIndex(of: "@") else { return (nil, nil) }
        let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
        rest = rest[rest.index(after: at)...]
        guard !parts.contains(nil) else { throw .address("user and password must be percent-encoded") }
        let password = parts.count == 2 ? parts[1] : nil
        return (parts[0].flatMap { $0.isEmpty ? nil : $0 }, password.flatMap { $0.isEmpty ? nil : $0 })
    }

    private static func host(_ text: Substring) throws(RedisError) -> Place {
        var (host, port) = (text, Substring("6379"))
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { throw .address("an address of IPv6 stands in brackets") }
            host = text[text.index(after: text.startIndex)..<end]
            let after = text[text.index(after: end)...]
            guard after.isEmpty || after.first == ":" else { throw .address("a port follows after a colon") }
            if !after.isEmpty { port = after.dropFirst() }
        } else if let colon = text.lastIndex(of: ":") {
            (host, port) = (text[..<colon], text[text.index(after: colon)...])
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw .address("it needs a host") }
        guard let number = Int(port), 1..<65_536 ~= number else { throw .address("the port must be 1 to 65535") }
        return .host(String(host), port: number)
    }

    /// - Returns: nil for a percent sign without two digits, and for what is not UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension RedisAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        let scheme = isEncrypted ? "rediss" : "redis"
        return switch place {
        case .host(let host, let port): "\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)"
        case .socket(let path): "unix://\(path)?db=\(database)"
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension RedisError {
    fileprivate static func address(_ problem: String) -> RedisError {
        RedisError(.address, "This is no address of a Redis: \(problem)")
    }
}
