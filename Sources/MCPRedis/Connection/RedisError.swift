/// Why Redis did not do what was asked.
public struct RedisError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Open: more may be told apart later.
    public struct Reason: Sendable, Hashable {
        let name: String

        /// Redis cannot be reached, does not answer in time, still loads its data, has no room, or became a replica; the same may succeed in
        /// a moment. Whether a command took effect that was under way is not known.
        public static let unavailable = Reason(name: "unavailable")
        /// Name or password are wrong, or do not allow it.
        public static let unauthorized = Reason(name: "unauthorized")
        /// It does not take this command.
        public static let refused = Reason(name: "refused")
        /// The address is none, or needs what is not there, such as TLS.
        public static let address = Reason(name: "address")
        /// The client was closed.
        public static let closed = Reason(name: "closed")
    }

    public let reason: Reason
    /// For the operator; holds no password.
    public let message: String
    /// The first word of what Redis answered.
    let code: String?

    public init(_ reason: Reason, _ message: String) {
        self.init(reason, message, code: nil)
    }

    init(_ reason: Reason, _ message: String, code: String?) {
        self.reason = reason
        self.message = message
        self.code = code
    }

    /// What an error answer means.
    init(answer: String) {
        let code = answer.split(separator: " ", maxSplits: 1).first.map(String.init) ?? ""
        let reason: Reason =
            switch code {
            case "LOADING", "OOM", "READONLY", "MISCONF", "MASTERDOWN", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "NOREPLICAS": .unavailable
            case "NOAUTH", "WRONGPASS", "NOPERM": .unauthorized
            // A wrong password alone, without a name, has no word of its own.
            case "ERR" where answer.contains("AUTH") || answer.contains("invalid password"): .unauthorized
            default: .refused
            }
        // Of a command that failed in a script, Redis repeats the arguments of none.
        self.init(reason, String(answer.prefix(200)), code: code)
    }

    /// The other end cannot be written to any more: it became a replica, or waits for what was loaded. Another connection may lead elsewhere.
    var endsConnection: Bool { ["READONLY", "LOADING", "MASTERDOWN", "NOAUTH"].contains(code) }

    public var description: String { "\(reason.name): \(message)" }
}
