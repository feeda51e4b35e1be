internal import Foundation

/// A bounded number of connections to a PostgreSQL server, each on a thread of its own: libpq's calls block, and the threads of
/// Swift's concurrency must not.
///
/// Threads and connections are made when they are needed and end when they have long been idle.
final class PostgresPool: SQLPool, @unchecked Sendable {
    // SAFETY: everything that changes is touched only while `condition` is locked.
    private let condition = NSCondition()
    private var jobs: [(job: PostgresJob, deadline: Date)] = []
    private var threads = 0
    private var idle = 0
    private var isWatched = false
    private var isClosed = false

    private let url: String
    private let limits: PoolLimits

    init(url: String, limits: PoolLimits) {
        self.url = url
        self.limits = limits
    }

    var dialect: SQLDialect { .postgres }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await transact("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", isRead: true, body)
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await transact("BEGIN ISOLATION LEVEL READ COMMITTED", isRead: false, body)
    }

    func close() throws {
        condition.lock()
        isClosed = true
        let refused = jobs
        jobs = []
        condition.broadcast()
        condition.unlock()
        for (job, _) in refused { job.refuse(DatabaseUnavailable(reason: "the store is closed")) }
    }

    private func transact<Value: Sendable>(
        _ begin: String, isRead: Bool, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let job = PostgresJob()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
                let isWaiting = job.wait {
                    lease in
                    continuation.resume(with: Result { try lease.transact(begin, isRead: isRead, body) })
                } refuse: {
                    continuation.resume(throwing: $0)
                }
                if isWaiting { add(job) }
            }
        } onCancel: {
            job.refuse(CancellationError())
        }
    }

    private func add(_ job: PostgresJob) {
        condition.lock()
        let isFull = jobs.count >= limits.waiting + idle
        if isClosed || isFull {
            condition.unlock()
            job.refuse(isFull ? Problem.databaseBusy : DatabaseUnavailable(reason: "the store is closed"))
            return
        }
        jobs.append((job, Date(timeIntervalSinceNow: limits.waitSeconds)))
        if idle < jobs.count, threads < limits.connections {
            threads += 1
            start("database") { $0.work() }
        }
        if !isWatched {
            isWatched = true
            start("database queue") { $0.watch() }
        }
        condition.broadcast()
        condition.unlock()
    }

    private func start(_ name: String, _ body: @escaping @Sendable (PostgresPool) -> Void) {
        let thread = Thread { body(self) }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// The life of a thread with a connection.
    private func work() {
        let lease = PostgresLease(url: url)
        condition.lock()
        while true {
            let limit = Date(timeIntervalSinceNow: limits.idleSeconds)
            idle += 1
            var isDue = true
            while jobs.isEmpty, !isClosed, isDue { isDue = condition.wait(until: limit) }
            idle -= 1
            guard !jobs.isEmpty else { break }
            let (job, _) = jobs.removeFirst()
            condition.unlock()
            job.take()?(lease)
            condition.lock()
        }
        threads -= 1
        condition.unlock()
    }

    /// The life of the thread that refuses what has waited too long; it ends when nothing waits.
    private func watch() {
        condition.lock()
        while let first = jobs.first, !isClosed {
            if first.deadline > Date() {
                _ = condition.wait(until: first.deadline)
            } else {
                jobs.removeFirst()
                condition.unlock()
                first.job.refuse(Problem.databaseBusy)
                condition.lock()
            }
        }
        isWatched = false
        condition.unlock()
    }
}
