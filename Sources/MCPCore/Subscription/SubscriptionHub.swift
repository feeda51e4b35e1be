internal import Synchronization

/// Everybody who wants to be told of changes.
///
/// Many are told by the executors that write to them, each telling its own: what a subscription is made of is then in the cache of one
/// processor alone, and nothing has to be handed from thread to thread.
final class SubscriptionHub: Sendable {
    enum Change: Sendable {
        case list(ServerNotification.ChangedList)
        case resource(uri: String)
        case task(TaskRecord)
    }

    /// So many are told at once.
    private static let few = 8
    /// So many are told before what they are told goes out.
    private static let stretch = 32
    /// So many resources have a number that lines remember.
    private static let mostTopics = 64

    fileprivate struct State {
        var groups: [ObjectIdentifier?: SubscriptionGroup] = [:]
        /// The group of each subscription.
        var homes: [ObjectIdentifier: ObjectIdentifier?] = [:]
        var isClosed = false
        /// Of resources that have changed lately.
        var topics: [String: UInt64] = [:]
        /// Below are those of the lists.
        var lastTopic: UInt64 = 16
    }

    private let state = Mutex(State())

    /// - Returns: false during a shutdown.
    func add(_ subscription: Subscription) -> Bool {
        let executor = subscription.executor
        let line = executor == nil ? nil : subscription.openLine()
        return state.withLock { state in
            guard !state.isClosed else { return false }
            state.add(subscription, line, to: executor)
            return true
        }
    }

    /// Has the first change of the one resource that it wants go the straight way too. To be called when changes may be told to it.
    func expectChanges(for subscription: Subscription) {
        guard let uri = subscription.soleResource else { return }
        let topic = state.withLock {
            $0.topics.count < Self.mostTopics ? $0.topic(of: .resource(uri: uri), most: Self.mostTopics) : $0.topics[uri]
        }
        if let topic { subscription.expect(topic, of: uri) }
    }

    func remove(_ subscription: Subscription) {
        state.withLock { _ = $0.remove(subscription) }
    }

    var count: Int { state.withLock { $0.homes.count } }

    /// Never blocks, and never tells many on the caller's time.
    func publish(_ change: Change) {
        let (groups, count, topic) = state.withLock {
            (Array($0.groups.values), $0.homes.count, $0.topic(of: change, most: Self.mostTopics))
        }
        for group in groups {
            // One for each thread: what threads share they wait for.
            let announcement = Announcement(change, topic: topic)
            if count <= Self.few {
                for subscription in group.members { subscription.note(announcement) }
            } else {
                Task(executorPreference: group.executor) { [self] in await tell(group, announcement) }
            }
        }
    }

    private func tell(_ group: SubscriptionGroup, _ announcement: Announcement) async {
        let thread = announcement.topic == 0 ? nil : group.executor as? any DirectThread
        let message = DirectMessage(announcement)
        var first = 0
        while first < group.members.count {
            let run = first..<min(first + Self.stretch, group.members.count)
            var untold = group.tell(run, message, thread)
            while untold != 0 {
                let subscription = group.members[first + untold.trailingZeroBitCount]
                untold &= untold - 1
                subscription.note(announcement)
                // Its client has come back on another connection.
                let executor = subscription.executor
                if executor !== group.executor { move(subscription, to: executor) }
            }
            first = run.upperBound
            if first < group.members.count { await Task.yield() }
        }
    }

    private func move(_ subscription: Subscription, to executor: (any TaskExecutor)?) {
        state.withLock { state in
            if state.remove(subscription) { state.add(subscription, subscription.line, to: executor) }
        }
    }

    /// Ends all, and takes no more.
    func close() {
        let all = state.withLock { state in
            defer { (state.groups, state.homes) = ([:], [:]) }
            state.isClosed = true
            return state.groups.values.flatMap(\.members)
        }
        for subscription in all { subscription.end() }
    }
}

extension SubscriptionHub.State {
    /// The number by which lines know what has changed; zero where they are not used.
    fileprivate mutating func topic(of change: SubscriptionHub.Change, most: Int) -> UInt64 {
        switch change {
        case .list(let list): return UInt64(list.asSet.rawValue)
        case .task: return 0
        case .resource(let uri):
            if let topic = topics[uri] { return topic }
            if topics.count == most { topics = [:] }
            lastTopic += 1
            topics[uri] = lastTopic
            return lastTopic
        }
    }

    fileprivate mutating func add(_ subscription: Subscription, _ line: DirectLine?, to executor: (any TaskExecutor)?) {
        let home = executor.map { ObjectIdentifier($0) }
        homes.updateValue(home, forKey: ObjectIdentifier(subscription))
        groups[home, default: SubscriptionGroup(executor)].add(subscription, line)
    }

    /// - Returns: false if it was not there.
    fileprivate mutating func remove(_ subscription: Subscription) -> Bool {
        guard let home = homes.removeValue(forKey: ObjectIdentifier(subscription)) else { return false }
        groups[home]?.remove(subscription)
        if groups[home]?.members.isEmpty == true { groups[home] = nil }
        return true
    }
}
