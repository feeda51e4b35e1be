/// The subscriptions that are told on one executor, or wherever there is time.
struct SubscriptionGroup: Sendable {
    let executor: (any TaskExecutor)?
    /// In an array, so that who tells them holds a snapshot that costs nothing while nobody comes or goes.
    private(set) var members: [Subscription] = []
    private var places: [ObjectIdentifier: Int] = [:]

    init(_ executor: (any TaskExecutor)?) {
        self.executor = executor
    }

    mutating func add(_ subscription: Subscription) {
        places[ObjectIdentifier(subscription)] = members.count
        members.append(subscription)
    }

    /// The last one takes the place of who leaves.
    mutating func remove(_ subscription: Subscription) {
        guard let place = places.removeValue(forKey: ObjectIdentifier(subscription)) else { return }
        let last = members.removeLast()
        guard place < members.count else { return }
        members[place] = last
        places[ObjectIdentifier(last)] = place
    }
}
