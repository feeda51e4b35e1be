public import Logging
public import MCPCore
internal import Synchronization

/// A Redis (7.0 or newer) or Valkey that the instances of a server share.
///
/// One for a process, whatever there is of servers and tenants in it: it has two connections, one for commands and one that waits for what
/// others write. Both come back by themselves. Everything made of a client keeps its keys under a prefix, with a time to live on each. Keys
/// of one command do not share a hash slot, so this is not for Redis Cluster; one Redis with replicas and a failover is fine.
public final class RedisClient: Sendable {
    public let address: RedisAddress
    /// Whether Redis is there, and what it did with commands, since the client was made.
    public let tally = StoreTally(connections: 2)
    let connection: RedisConnection
    let reader: RedisReader
    let seal: LetterSeal
    let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var next = 0
        var observers: [Int: @Sendable (RedisReturn) -> Void] = [:]
        /// Which process of Redis it was.
        var run: String?
    }

    /// Begins to connect, and returns without waiting for it.
    /// - Parameter letterKeys: seal what instances write to one another; the first seals, all open, so a new key goes behind the old one
    ///   everywhere before it goes before it. Without any, letters lie in Redis as they are. All that share have the same: others' letters are
    ///   refused, which is logged.
    /// - Throws: ``RedisError/Reason/address`` for an address that cannot be used here, such as `rediss://` where hiredis has no TLS, or where
    ///   there is no hiredis at all.
    public init(
        _ address: RedisAddress, limits: RedisLimits = RedisLimits(), letterKeys: [LetterKey] = [], logger: Logger
    ) throws(RedisError) {
        self.address = address
        seal = LetterSeal(letterKeys, logger)
        self.logger = logger
        let box = ObserverBox()
        let greeting = [RedisCommand("INFO", "server")] + RedisScript.all.map { RedisCommand("SCRIPT", "LOAD", $0.text) }
        connection = try RedisConnection(address, limits: limits, greeting: greeting, tally: tally, logger: logger) { box.observe($0) }
        // Of the same Redis it would say nothing that the other does not say.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .error)
        reader = try RedisReader(address, limits: limits, logger: quiet, besides: connection)
        box.set { [weak self] in self?.changed($0) }
        try connection.start()
        try reader.start()
    }

    deinit { close() }

    /// Ends both connections, as does letting go of the client and of all that was made of it. What was made of this client throws from now on.
    public func close() {
        connection.close()
        reader.close()
    }

    /// Whether Redis answers just now, within ``RedisLimits/commandTime``.
    public func check() async throws(RedisError) { _ = try await connection.command(RedisCommand("PING")) }

    /// - Parameter observe: is told when Redis is there again after it was not, on the connection's thread; must not block.
    /// - Returns: a number for ``stopObserving(_:)``.
    func observe(_ observe: @escaping @Sendable (RedisReturn) -> Void) -> Int {
        state.withLock { state in
            state.next += 1
            state.observers[state.next] = observe
            return state.next
        }
    }

    func stopObserving(_ number: Int) { state.withLock { $0.observers[number] = nil } }

    /// A name for a beat that nobody else has.
    func newName() -> Int {
        state.withLock { state in
            state.next += 1
            return state.next
        }
    }

    private func changed(_ change: RedisConnection.Change) {
        guard case .connected(let isAgain, let answers) = change else {
            // It is the same Redis: what this connection has noticed, the other may notice much later.
            return reader.drop()
        }
        let run = answers.first?.text.flatMap { Self.run(in: $0) }
        let (isSame, observers) = state.withLock { state in
            defer { state.run = run }
            return (run != nil && state.run == run, Array(state.observers.values))
        }
        if !isSame, isAgain { reader.drop() }
        guard isAgain else { return }
        for observe in observers { observe(RedisReturn(isSame: isSame)) }
    }

    private static func run(in information: String) -> String? {
        information.split(whereSeparator: \.isNewline).first { $0.hasPrefix("run_id:") }.map { String($0.dropFirst(7)) }
    }
}

/// Redis is there again.
struct RedisReturn: Sendable {
    /// The same process as before, with all it had. Commands of the time between were lost all the same.
    let isSame: Bool
}

/// Keys of one server.
struct RedisPrefix: Sendable {
    private let text: String

    init(_ name: String) { text = "mcp:\(name):" }

    func key(_ kind: String, _ names: String...) -> String { text + ([kind] + names).joined(separator: ":") }
}
