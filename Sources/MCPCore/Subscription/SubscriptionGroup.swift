/// The subscriptions that are told on one executor, or wherever there is time.
struct SubscriptionGroup: Sendable {
    let executor: (any TaskExecutor)?
    /// In an array, so that who tells them holds a snapshot that costs nothing while nobody comes or goes.
    private(set) var members: [Subscription] = []
    /// Of each member, which holds it.
    private(set) var lines: [Unmanaged<DirectLine>?] = []
    private var places: [ObjectIdentifier: Int] = [:]

    init(_ executor: (any TaskExecutor)?) {
        self.executor = executor
    }

    mutating func add(_ subscription: Subscription, _ line: DirectLine?) {
        places[ObjectIdentifier(subscription)] = members.count
        members.append(subscription)
        lines.append(line.map { Unmanaged.passUnretained($0) })
    }

    /// The last one takes the place of who leaves.
    mutating func remove(_ subscription: Subscription) {
        guard let place = places.removeValue(forKey: ObjectIdentifier(subscription)) else { return }
        let last = members.removeLast()
        let line = lines.removeLast()
        guard place < members.count else { return }
        members[place] = last
        lines[place] = line
        places[ObjectIdentifier(last)] = place
    }

    /// Tells a run of members over their lines, as far as these are free. On the executor.
    /// - Parameter run: 64 members at most.
    /// - Returns: a bit for each who has to be told by the other way.
    func tell(_ run: Range<Int>, _ message: DirectMessage, _ thread: (any DirectThread)?) -> UInt64 {
        guard let thread else { return run.count == 64 ? .max : 1 << UInt64(run.count) - 1 }
        // What the lines lead to is held by the members.
        return withExtendedLifetime(members) {
            lines.withUnsafeBufferPointer { thread.tell(message, to: UnsafeBufferPointer(rebasing: $0[run])) }
        }
    }
}
