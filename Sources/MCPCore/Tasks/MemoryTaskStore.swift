internal import Synchronization

/// Tasks in the memory of one process. They end with it.
public final class MemoryTaskStore: TaskStore {
    private let capacity: Int
    private let capacityPerOwner: Int
    private let clock: @Sendable () -> Duration
    private let records = Mutex<[String: TaskRecord]>([:])

    /// - Parameters:
    ///   - capacity: tasks in all, ended ones included until their time is over.
    ///   - clock: since 1970; the system's unless said otherwise.
    public init(capacity: Int = 10_000, capacityPerOwner: Int = 1_000, clock: (@Sendable () -> Duration)? = nil) {
        self.capacity = capacity
        self.capacityPerOwner = capacityPerOwner
        self.clock = clock ?? { WallClock.now }
    }

    public func create(_ record: TaskRecord) async throws(TaskStoreError) {
        let now = clock()
        try records.withLock { records throws(TaskStoreError) in
            if records.count >= capacity { records = records.filter { !$0.value.isOver(now) } }
            guard records.count < capacity else { throw TaskStoreError(.full, "\(records.count) tasks are kept already") }
            let owned = records.values.count { $0.owner == record.owner && !$0.isOver(now) }
            guard owned < capacityPerOwner else { throw TaskStoreError(.full, "\(owned) tasks of this caller are kept already") }
            records[record.id] = record
        }
    }

    public func update(_ record: TaskRecord) async throws(TaskStoreError) -> TaskRecord? {
        records.withLock { records in
            guard let kept = records[record.id], !kept.status.isTerminal, kept.version < record.version else { return records[record.id] }
            records[record.id] = record
            return record
        }
    }

    public func task(_ id: String, of owner: String) async throws(TaskStoreError) -> TaskRecord? {
        let now = clock()
        return records.withLock { records in
            guard let record = records[id], record.owner == owner else { return nil }
            guard !record.isOver(now) else {
                records[id] = nil
                return nil
            }
            return record
        }
    }

    public func tasks(of owner: String) async throws(TaskStoreError) -> [TaskRecord] {
        let now = clock()
        return records.withLock { $0.values.filter { $0.owner == owner && !$0.isOver(now) } }
            .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    }
}

extension TaskRecord {
    fileprivate func isOver(_ now: Duration) -> Bool { now >= created + timeToLive }
}
