internal import Synchronization

/// Seals and opens what a client of the stateless revision carries from one round of a request to the next: `requestState` (2026-07-28,
/// multi round-trip requests).
///
/// A state is authenticated, not encrypted: the client can read it, and what it holds came from that client. It is good for one request
/// (same principal, method and parameters), for a limited time, and once.
///
/// "Once" holds within this object, and among all that share a ``OnceStore``. Without one, processes that share keys each remember only what
/// they opened themselves, and a process that is started again with the same keys remembers nothing; there a state can be used once in each,
/// until it expires.
///
/// Text: base64url(payload) "." base64url(HMAC-SHA256 over the text before the dot). Payload: an object with `answers`, `binding` (a
/// digest), `expires` (milliseconds since 1970) and `nonce` (128 random bits).
final class RequestStates: Sendable {
    /// The longest text that is opened, in bytes. `seal` makes longer ones where the answers are that large, which are then refused when
    /// they come back.
    static let maximumBytes = 65_536

    private let keys: [RequestStateKey]
    private let lifetime: Int64
    private let wallClock: @Sendable () -> Duration
    private let opened: Mutex<ReplayMemory>
    private let once: (any OnceStore)?

    /// - Parameters:
    ///   - keys: The first seals, all open; so a new key goes first, and the old one stays behind it for a lifetime.
    ///   - lifetime: How long a state is good: the time that a user has for an answer.
    ///   - capacity: States that were opened and have not expired. When there are as many, `open` refuses rather than forget one.
    ///   - once: What is shared with others that have the same keys.
    ///   - wallClock: The time since 1970; on all machines that share keys, the same to within a small part of the lifetime.
    /// - Precondition: there is a key, and the lifetime is at least a millisecond.
    init(
        keys: [RequestStateKey], lifetime: Duration = .seconds(600), capacity: Int = 10_000, once: (any OnceStore)? = nil,
        wallClock: @escaping @Sendable () -> Duration = { WallClock.now }
    ) {
        precondition(!keys.isEmpty, "request states need a key")
        precondition(lifetime >= .milliseconds(1), "request states need a lifetime")
        self.keys = keys
        self.lifetime = WallClock.milliseconds(of: lifetime)
        self.once = once
        self.wallClock = wallClock
        opened = Mutex(ReplayMemory(capacity: capacity))
    }

    func seal(_ answers: JSONObject, to binding: StateBinding) -> String {
        let expiry = WallClock.milliseconds(of: wallClock()) + lifetime
        let payload: JSON = [
            "answers": .object(answers), "binding": .string(Base64URL.encode(binding.digest)), "expires": .integer(expiry),
            "nonce": .string(Base64URL.encode(RandomBytes.make(16))),
        ]
        let text = Base64URL.encode(payload.bytes)
        return text + "." + Base64URL.encode(keys[0].hmac.code(for: Array(text.utf8)))
    }

    /// The answers that were sealed. The same state opens once.
    /// - Throws: -32602 for a state that was changed, is not ours, is too old, belongs to another request or was used; -32603 when too
    ///   many states are remembered to take another.
    func open(_ text: String, _ binding: StateBinding) async throws(MCPError) -> JSONObject {
        let state = try admit(text, binding)
        guard let once else { return state.answers }
        do throws(OnceStoreError) {
            if try await once.claim("state/\(state.nonce)", until: .milliseconds(state.expiry)) { return state.answers }
        } catch {
            // Whether another has opened it is not known, so it is not opened; nothing was done, and it may come again.
            opened.withLock { $0.withdraw(state.nonce) }
            throw MCPError(.internalError, "Request states cannot be taken just now; try again later")
        }
        throw .usedState
    }

    /// The same as far as this object knows.
    func admit(_ text: String, _ binding: StateBinding) throws(MCPError) -> SealedState {
        guard text.utf8.count <= Self.maximumBytes else {
            throw .invalidParams("requestState is longer than \(Self.maximumBytes) bytes")
        }
        guard let payload = authenticated(text), let state = SealedState(payload) else {
            throw .invalidParams("requestState is not one of this server, or was changed on the way")
        }
        let now = WallClock.milliseconds(of: wallClock())
        guard state.expiry > now else { throw .staleState }
        guard ConstantTime.equals(state.binding, binding.digest) else {
            throw .invalidParams("requestState belongs to another request: principal, method and parameters must stay the same")
        }
        switch opened.withLock({ $0.admit(state.nonce, expiry: state.expiry, now: now) }) {
        case .first: return state
        case .again: throw .usedState
        case .stale: throw .staleState
        case .full: throw MCPError(.internalError, "No more request states can be taken just now; try again later")
        }
    }

    /// The payload, if one of the keys sealed it. Nothing of a text that fails is decoded except the code, whose length is known.
    private func authenticated(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), let presented = Base64URL.decode(bytes[(dot + 1)...]) else { return nil }
        guard presented.count == SHA256.size else { return nil }
        let message = Array(bytes[..<dot])
        // All are compared, so that the time does not tell which key was meant.
        var isOurs = false
        for key in keys where ConstantTime.equals(presented, key.hmac.code(for: message)) { isOurs = true }
        return isOurs ? Base64URL.decode(message) : nil
    }
}

/// A payload that was read back.
struct SealedState {
    let answers: JSONObject
    let binding: [UInt8]
    let expiry: Int64
    let nonce: String

    /// Nil for what was sealed with our key in another form than this one.
    init?(_ payload: [UInt8]) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: payload, limits: JSONLimits(bytes: RequestStates.maximumBytes))
        } catch {
            return nil
        }
        guard
            let answers = json["answers"]?.object, let expiry = json["expires"]?.integer, let nonce = json["nonce"]?.string,
            let binding = json["binding"]?.string.flatMap({ Base64URL.decode($0.utf8) })
        else { return nil }
        self.answers = answers
        self.binding = binding
        self.expiry = expiry
        self.nonce = nonce
    }
}

extension MCPError {
    fileprivate static var usedState: MCPError {
        .invalidParams("requestState was used already; send the request again without it")
    }

    fileprivate static var staleState: MCPError {
        .invalidParams("requestState has expired; send the request again without it")
    }
}
