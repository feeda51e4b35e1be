/// What the instances of one server share, so that any of them serves any request: records of sessions, what was sent on their streams, and
/// letters to one another.
///
/// Each instance has an object of its own over what is shared. Safe to use from any thread. `SessionStoreCompliance` of MCPTesting holds an
/// implementation to what stands here.
public protocol SessionStore: Sendable {
    /// This instance.
    var instance: InstanceID { get }

    /// Keeps a record, in place of any with its id, for ``SessionStoreLimits/timeToLive`` from now. When this returns every instance finds it.
    func save(_ record: SessionRecord) async throws(SessionStoreError)

    /// - Returns: nil for an id that nobody has.
    func record(_ id: String) async throws(SessionStoreError) -> SessionRecord?

    /// Forgets a record, and what was sent on its streams.
    /// - Returns: false if there was none.
    @discardableResult
    func remove(_ id: String) async throws(SessionStoreError) -> Bool

    /// Keeps records for longer, those that are there. Does not wait, and is forgotten where the store is away.
    func touch(_ ids: [String])

    /// Makes a stream known, before anything is appended to it. Does not wait; what the same instance does afterwards happens after it.
    func open(_ stream: StreamName, _ description: StreamDescription)

    /// Appends to a stream that this instance opened. Does not wait: appends, opens and letters of one instance take effect in their order.
    /// Bounded by number and bytes, a stream and in all: the oldest go. Where the store is away, what is lost shows as a gap.
    func append(_ event: StreamEvent, to stream: StreamName)

    /// What came after a sequence number.
    /// - Returns: nil for a stream that is not known, or not any more.
    func events(of stream: StreamName, after sequence: Int) async throws(SessionStoreError) -> StreamPart?

    /// Sends a letter; to all other instances where none is named. Letters of one instance to another come in their order.
    /// - Throws: `gone` for an instance that has ended or was not heard of for ``SessionStoreLimits/silence``, `full` where it does not read.
    func send(_ letter: InstanceLetter, to instance: InstanceID?) async throws(SessionStoreError)

    /// The same without waiting, and without an answer.
    func tell(_ letter: InstanceLetter, to instance: InstanceID?)

    /// Whether an instance was heard of lately.
    func isAlive(_ instance: InstanceID) async throws(SessionStoreError) -> Bool

    /// Begins to live, and to take what comes. Called once.
    /// - Parameter receive: is called by one thread at a time, and must not block.
    func begin(_ receive: @escaping @Sendable (InstanceNews) -> Void)

    /// Says goodbye: others see at once that this instance is gone.
    func end() async
}

public struct SessionStoreLimits: Sendable, Hashable {
    /// How long a record is kept that nobody touches.
    public var timeToLive = Duration.seconds(1_800)
    /// How long an instance may be silent before others take it for gone.
    public var silence = Duration.seconds(5)
    /// Events that are kept of one stream, and for how long after the last.
    public var streamEvents = 1_000
    /// Bytes of the events that are kept of one stream.
    public var streamBytes = 1 << 20
    public var streamTime = Duration.seconds(600)
    /// Letters that may wait for one instance.
    public var letters = 10_000

    public init() {}
}
