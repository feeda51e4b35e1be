internal import Synchronization

/// Everybody who wants to be told of changes.
final class SubscriptionHub: Sendable {
    enum Change: Sendable {
        case list(ServerNotification.ChangedList)
        case resource(uri: String)
        case task(TaskRecord)
    }

    /// So many are told at once.
    private static let few = 8

    private struct State {
        var subscriptions: [ObjectIdentifier: Subscription] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// - Returns: false during a shutdown.
    func add(_ subscription: Subscription) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.subscriptions[ObjectIdentifier(subscription)] = subscription
            return true
        }
    }

    func remove(_ subscription: Subscription) {
        state.withLock { $0.subscriptions[ObjectIdentifier(subscription)] = nil }
    }

    var count: Int { state.withLock { $0.subscriptions.count } }

    /// Never blocks, and never tells many on the caller's time.
    func publish(_ change: Change) {
        let subscriptions = state.withLock { Array($0.subscriptions.values) }
        let announcement = Announcement(change)
        guard subscriptions.count > Self.few else {
            for subscription in subscriptions { subscription.note(announcement) }
            return
        }
        Task { for subscription in subscriptions { subscription.note(announcement) } }
    }

    /// Ends all, and takes no more.
    func close() {
        let all = state.withLock { state in
            defer { state.subscriptions = [:] }
            state.isClosed = true
            return Array(state.subscriptions.values)
        }
        for subscription in all { subscription.end() }
    }
}
