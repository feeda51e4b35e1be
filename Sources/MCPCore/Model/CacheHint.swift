/// How long and for whom a client may keep what it was told of the server (2026-07-28, `ttlMs` and `cacheScope`).
public struct CacheHint: Sendable, Hashable {
    public enum Scope: String, Sendable, Hashable {
        /// The same for every user.
        case `public`
        /// Depends on who asks.
        case `private`
    }

    public var timeToLive: Duration
    public var scope: Scope

    /// Five minutes, for who asked alone.
    public static let `default` = CacheHint(timeToLive: .seconds(300), scope: .private)

    public init(timeToLive: Duration, scope: Scope) {
        self.timeToLive = timeToLive
        self.scope = scope
    }
}
