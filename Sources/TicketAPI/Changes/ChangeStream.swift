internal import Synchronization

/// One follower's stream of events (WHATWG HTML, section 9.2), from its resume point on, for as long as it is read.
///
/// Nothing is queued: what the follower has not read yet stays in the database, and is read from there a page at a time when the connection
/// takes more.
final class ChangeStream: Sendable {
    static let heartbeat = Duration.seconds(15)
    static let pageLength = 100
    /// How long a follower that lost its connection should wait before it comes again.
    private static let retryMilliseconds = 1_000

    let store: any TicketStore
    /// The event behind which it begins.
    private let start: Int
    private let isResumed: Bool
    /// Whether the follower may still read; asked at each heartbeat.
    let isWelcome: @Sendable () async throws -> Bool
    private let isStopped = Mutex(false)

    /// Whatever happens after this is told.
    /// - Parameter resume: where the follower left off; nil to be told what happens from now on.
    init(store: any TicketStore, resume: Int?, isWelcome: @escaping @Sendable () async throws -> Bool) async throws {
        self.store = store
        isResumed = resume != nil
        if let resume { start = resume } else { start = try await store.lastChange() }
        self.isWelcome = isWelcome
    }

    /// Lets ``run(_:)`` return, soon.
    func stop() {
        isStopped.withLock { $0 = true }
        store.changeSignal.touch()
    }

    /// Writes until it is stopped, the task is cancelled, the follower is no longer welcome, or something throws.
    func run(_ write: (String) async throws -> Void) async throws {
        var position = start
        // An id without data: a follower that is cut off before the first event comes back to where it began.
        try await write("retry: \(Self.retryMilliseconds)\n\(isResumed ? "" : "id: \(position)\n")\n")
        while true {
            let seen = store.changeSignal.generation
            if isStopped.withLock({ $0 }) { return }
            let page = try await store.changes(after: position, limit: Self.pageLength)
            if page.isGap(after: position) {
                try await write("event: gap\ndata: {\"after\":\"\(position)\",\"oldest\":\"\(page.oldest)\"}\n\n")
                position = page.oldest - 1
            } else if let last = page.events.last {
                try await write(page.events.map(Self.text).joined())
                position = last.id
            } else {
                switch await store.changeSignal.wait(beyond: seen, until: .now + Self.heartbeat) {
                case .touched: break
                case .due:
                    guard try await isWelcome() else { return }
                    try await write(": keep-alive\n\n")
                case .cancelled: return
                }
            }
        }
    }

    /// JSON has no line breaks of its own, so the data is one line.
    private static func text(_ event: ChangeEvent) -> String {
        "id: \(event.id)\nevent: \(event.kind.rawValue)\ndata: \(event.json)\n\n"
    }
}
