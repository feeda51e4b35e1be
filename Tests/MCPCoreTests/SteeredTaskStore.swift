import MCPCore
import Synchronization

/// A store that does what a test wants: fails at some things, lets something happen between two others, and has a clock of its own.
final class SteeredTaskStore: TaskStore {
    enum Operation: Hashable { case create, update, read, list }

    private let failing = Mutex<Set<Operation>>([])
    private let hook = Mutex<(@Sendable () async -> Void)?>(nil)
    private let updateHook = Mutex<(@Sendable (TaskRecord) async -> Void)?>(nil)
    private let offset: Offset
    private let store: MemoryTaskStore

    private final class Offset: Sendable {
        let value = Mutex(Duration.zero)
    }

    init(capacity: Int = 100, capacityPerOwner: Int = 100) {
        let offset = Offset()
        self.offset = offset
        store = MemoryTaskStore(capacity: capacity, capacityPerOwner: capacityPerOwner) { WallClock.now + offset.value.withLock { $0 } }
    }

    func fail(at operations: Set<Operation>) {
        failing.withLock { $0 = operations }
    }

    /// Runs something, once, between the next reading of a task and its return.
    func afterReading(_ hook: @escaping @Sendable () async -> Void) {
        self.hook.withLock { $0 = hook }
    }

    /// Runs something before each update is kept.
    func beforeUpdating(_ hook: @escaping @Sendable (TaskRecord) async -> Void) {
        updateHook.withLock { $0 = hook }
    }

    func moveClock(by duration: Duration) {
        offset.value.withLock { $0 += duration }
    }

    func create(_ record: TaskRecord) async throws(TaskStoreError) {
        try check(.create)
        try await store.create(record)
    }

    func update(_ record: TaskRecord) async throws(TaskStoreError) -> TaskRecord? {
        try check(.update)
        await updateHook.withLock { $0 }?(record)
        return try await store.update(record)
    }

    func task(_ id: String, of owner: String) async throws(TaskStoreError) -> TaskRecord? {
        try check(.read)
        let record = try await store.task(id, of: owner)
        await hook.withLock { $0.take() }?()
        return record
    }

    func tasks(of owner: String) async throws(TaskStoreError) -> [TaskRecord] {
        try check(.list)
        return try await store.tasks(of: owner)
    }

    private func check(_ operation: Operation) throws(TaskStoreError) {
        if failing.withLock({ $0.contains(operation) }) { throw TaskStoreError(.unavailable, "out of order at \(operation)") }
    }
}
