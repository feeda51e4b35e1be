internal import HTTPFetch
internal import Synchronization

/// Finds the keys that a token may be signed with.
///
/// An unknown key may be a new one, so it has the keys fetched again; but callers make up key ids as they like, and so that is rationed.
final class KeySource: Sendable {
    enum Answer {
        case keys([VerificationKey])
        /// The issuer does not have it.
        case unknown
        /// The issuer cannot be asked now.
        case unavailable
    }

    private struct Rationing {
        /// Until when key ids are not asked for again.
        var unknown: [String: Duration] = [:]
        var fetches: Double
        var filled: Duration
    }

    private static let rememberedUnknown = 256

    private let document: CachedDocument<KeySet>
    private let limits: OAuthLimits
    private let clock: any FetchClock
    private let rationing: Mutex<Rationing>

    init(_ document: CachedDocument<KeySet>, _ limits: OAuthLimits, _ clock: any FetchClock) {
        self.document = document
        self.limits = limits
        self.clock = clock
        rationing = Mutex(Rationing(fetches: Double(limits.unknownKeyFetches), filled: clock.now()))
    }

    func keys(for token: SignedToken) async -> Answer {
        let (set, isNew) = await document.value()
        guard let set else { return .unavailable }
        let known = set.candidates(for: token)
        guard known.isEmpty else { return .keys(known) }
        if isNew { return .unknown }
        guard mayAsk(for: token.keyID) else { return .unknown }
        let (renewed, isRenewed) = await document.value(afterFetch: true)
        guard isRenewed, let renewed else { return .unavailable }
        let found = renewed.candidates(for: token)
        guard found.isEmpty else { return .keys(found) }
        remember(token.keyID)
        return .unknown
    }

    /// Takes one of the fetches that unknown keys may cause.
    private func mayAsk(for id: String?) -> Bool {
        let now = clock.now()
        return rationing.withLock { rationing in
            if let until = rationing.unknown[id ?? ""], now < until { return false }
            rationing.fetches = min(
                Double(limits.unknownKeyFetches), rationing.fetches + (now - rationing.filled) / limits.unknownKeyInterval)
            rationing.filled = now
            guard rationing.fetches >= 1 else { return false }
            rationing.fetches -= 1
            return true
        }
    }

    private func remember(_ id: String?) {
        let now = clock.now()
        rationing.withLock { rationing in
            if rationing.unknown.count >= Self.rememberedUnknown { rationing.unknown = rationing.unknown.filter { now < $0.value } }
            if rationing.unknown.count >= Self.rememberedUnknown { rationing.unknown.removeAll() }
            rationing.unknown[id ?? ""] = now + limits.unknownKeyTime
        }
    }
}
