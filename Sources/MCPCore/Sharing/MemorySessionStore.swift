internal import Synchronization

/// Sessions that several servers of one process share: for tests, and for embedders who run more than one.
///
/// ``instance(_:)`` gives each server its object. What is kept is bounded by ``SessionStoreLimits``, as in a store across processes.
public final class MemorySessionStore: Sendable {
    fileprivate struct State {
        var records: [String: (record: SessionRecord, expiry: Duration)] = [:]
        var streams: [StreamName: KeptStream] = [:]
        var instances: [InstanceID: MemoryInstance] = [:]
        var isAway = false
    }

    fileprivate struct KeptStream {
        let description: StreamDescription
        var events: [StreamEvent] = []
        var bytes = 0
        /// The last that was let go of.
        var forgotten = 0
        var expiry: Duration
    }

    fileprivate let limits: SessionStoreLimits
    fileprivate let time: any TimeSource
    fileprivate let state = Mutex(State())

    public init(limits: SessionStoreLimits = SessionStoreLimits(), time: any TimeSource = SystemTime()) {
        self.limits = limits
        self.time = time
    }

    /// One server's part in it.
    public func instance(_ id: InstanceID = .random()) -> any SessionStore {
        MemoryInstance(self, id)
    }

    /// While it is away everything is refused, as by a store across a network that cannot be reached. When it is back all are told.
    public func setAway(_ isAway: Bool, losing everything: Bool = false) {
        let instances = state.withLock { state -> [MemoryInstance] in
            state.isAway = isAway
            if everything { (state.records, state.streams) = ([:], [:]) }
            return isAway ? [] : Array(state.instances.values)
        }
        for instance in instances { instance.deliver(.returned(mayHaveLost: everything)) }
    }

    /// Has an instance die as a process does that is killed: it says no goodbye, and what is for it finds nobody.
    public func kill(_ instance: InstanceID) {
        let killed = state.withLock { $0.instances.removeValue(forKey: instance) }
        killed?.stop()
    }

    fileprivate func use<Result>(_ body: (inout State) -> Result) throws(SessionStoreError) -> Result {
        let (isAway, result) = state.withLock { state -> (Bool, Result?) in
            guard !state.isAway else { return (true, nil) }
            state.forget(time.now)
            return (false, body(&state))
        }
        guard !isAway, let result else { throw SessionStoreError(.unavailable, "the store is away") }
        return result
    }
}

extension MemorySessionStore.State {
    fileprivate mutating func forget(_ now: Duration) {
        for (id, kept) in records where kept.expiry <= now { remove(id) }
        for (name, kept) in streams where kept.expiry <= now { streams[name] = nil }
    }

    fileprivate mutating func remove(_ id: String) {
        records[id] = nil
        for name in streams.keys where name.session == id { streams[name] = nil }
    }
}

/// One server's part in a memory.
private final class MemoryInstance: SessionStore {
    let instance: InstanceID
    private let memory: MemorySessionStore
    /// Letters are read by a task of their own: who writes one may hold a lock.
    private let letters: AsyncStream<InstanceNews>
    private let inbox: AsyncStream<InstanceNews>.Continuation

    init(_ memory: MemorySessionStore, _ instance: InstanceID) {
        self.memory = memory
        self.instance = instance
        (letters, inbox) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(memory.limits.letters))
    }

    func save(_ record: SessionRecord) async throws(SessionStoreError) {
        let expiry = memory.time.now + memory.limits.timeToLive
        try memory.use { $0.records[record.id] = (record, expiry) }
    }

    func record(_ id: String) async throws(SessionStoreError) -> SessionRecord? {
        try memory.use { $0.records[id]?.record }
    }

    func remove(_ id: String) async throws(SessionStoreError) -> Bool {
        try memory.use { state in
            defer { state.remove(id) }
            return state.records[id] != nil
        }
    }

    func touch(_ ids: [String]) {
        let expiry = memory.time.now + memory.limits.timeToLive
        inPassing { state in
            for id in ids { state.records[id]?.expiry = expiry }
        }
    }

    func open(_ stream: StreamName, _ description: StreamDescription) {
        let expiry = memory.time.now + memory.limits.streamTime
        inPassing { $0.streams[stream] = MemorySessionStore.KeptStream(description: description, expiry: expiry) }
    }

    func append(_ event: StreamEvent, to stream: StreamName) {
        let (expiry, limits) = (memory.time.now + memory.limits.streamTime, memory.limits)
        inPassing { state in
            guard var kept = state.streams[stream] else { return }
            kept.events.append(event)
            kept.bytes += event.message.count
            kept.expiry = expiry
            while kept.events.count > limits.streamEvents || (kept.bytes > limits.streamBytes && kept.events.count > 1) {
                let old = kept.events.removeFirst()
                kept.bytes -= old.message.count
                kept.forgotten = old.sequence
            }
            state.streams[stream] = kept
        }
    }

    func events(of stream: StreamName, after sequence: Int) async throws(SessionStoreError) -> StreamPart? {
        try memory.use { state in
            state.streams[stream].map { kept in
                let events = kept.events.filter { $0.sequence > sequence }
                // While the store was away something may have been appended that it never had.
                let expected = events.indices.map { (events.last?.sequence ?? 0) - (events.count - 1 - $0) }
                let hasHole = events.map(\.sequence) != expected || (events.first?.sequence ?? sequence + 1) > sequence + 1
                let isGap = kept.forgotten > sequence || hasHole
                return StreamPart(kept.description, events, isGap: isGap)
            }
        }
    }

    func send(_ letter: InstanceLetter, to receiver: InstanceID?) async throws(SessionStoreError) {
        let receivers = try memory.use { state in
            receiver.map { state.instances[$0].map { [$0] } ?? [] } ?? state.instances.values.filter { $0.instance != instance }
        }
        if receiver != nil, receivers.isEmpty { throw SessionStoreError(.gone, "the instance is gone") }
        for other in receivers where !other.deliver(.letter(letter, from: instance)) {
            if receiver != nil { throw SessionStoreError(.full, "too many letters wait for the instance") }
        }
    }

    func tell(_ letter: InstanceLetter, to receiver: InstanceID?) {
        let receivers = inPassing { state in
            receiver.map { state.instances[$0].map { [$0] } ?? [] } ?? state.instances.values.filter { $0.instance != instance }
        }
        for other in receivers ?? [] { other.deliver(.letter(letter, from: instance)) }
    }

    func isAlive(_ other: InstanceID) async throws(SessionStoreError) -> Bool {
        try memory.use { $0.instances[other] != nil }
    }

    func begin(_ receive: @escaping @Sendable (InstanceNews) -> Void) {
        memory.state.withLock { $0.instances[instance] = self }
        Task { [letters] in for await news in letters { receive(news) } }
    }

    func end() async {
        memory.state.withLock { $0.instances[instance] = nil }
        stop()
    }

    func stop() { inbox.finish() }

    /// - Returns: false where it has not read what came before.
    @discardableResult
    func deliver(_ news: InstanceNews) -> Bool {
        if case .dropped = inbox.yield(news) { false } else { true }
    }

    /// What is forgotten where the store is away.
    @discardableResult
    private func inPassing<Result>(_ body: (inout MemorySessionStore.State) -> Result) -> Result? {
        memory.state.withLock { $0.isAway ? nil : body(&$0) }
    }
}
