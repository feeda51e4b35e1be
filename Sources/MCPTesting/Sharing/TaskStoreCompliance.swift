public import MCPCore

/// Holds a store to what `TaskStore` promises. Who writes one runs every rule against it, like ``SessionStoreCompliance``.
public struct TaskStoreCompliance: Sendable {
    /// Something that a store promises.
    public enum Rule: String, Sendable, CaseIterable {
        case aTaskComesBackAsItIs
        case aTaskIsItsOwners
        case tasksAreListedOldestFirst
        case ofTwoEndsTheFirstCounts
        case laterVersionsCount
        case tasksAreForgottenInTime
        case ownersAreBounded
        case allTogetherAreBounded
    }

    /// Several instances of one empty store, as servers would have them that share it; the same object where it is of one server. It takes so
    /// many tasks, and so many of one owner.
    public typealias Factory = @Sendable (_ instances: Int, _ capacity: Int, _ capacityPerOwner: Int) async throws -> [any TaskStore]

    private let make: Factory

    public init(_ make: @escaping Factory) {
        self.make = make
    }

    /// - Throws: ``BrokenPromise``, or what the store throws.
    public func check(_ rule: Rule) async throws {
        switch rule {
        case .aTaskComesBackAsItIs: try await content()
        case .aTaskIsItsOwners: try await owners()
        case .tasksAreListedOldestFirst: try await order()
        case .ofTwoEndsTheFirstCounts: try await ends()
        case .laterVersionsCount: try await versions()
        case .tasksAreForgottenInTime: try await time()
        case .ownersAreBounded: try await bounds(capacity: 100, ofOwner: 5)
        case .allTogetherAreBounded: try await bounds(capacity: 5, ofOwner: 100)
        }
    }

    private func stores(_ instances: Int = 2, _ capacity: Int = 1_000, _ ofOwner: Int = 1_000) async throws -> [any TaskStore] {
        let stores = try await make(instances, capacity, ofOwner)
        try require(stores.count == instances, "the factory made \(stores.count) instances in place of \(instances)")
        return stores
    }

    private func record(
        _ id: String, of owner: String = "alice", status: TaskRecord.Status = .working, age: Duration = .zero, version: Int = 0,
        timeToLive: Duration = .seconds(600)
    ) -> TaskRecord {
        TaskRecord(
            id: id, owner: owner, status: status, message: status.rawValue, created: WallClock.now - age, timeToLive: timeToLive,
            pollInterval: .seconds(1), version: version)
    }

    private func content() async throws {
        let stores = try await stores()
        let full = TaskRecord(
            id: "full", owner: "al:\"ice\"/π", status: .inputRequired, message: "ein\nWort", created: WallClock.now,
            updated: WallClock.now + .nanoseconds(1), timeToLive: .milliseconds(600_001), pollInterval: .milliseconds(1_500),
            questions: ["q": ["method": "elicitation/create", "params": ["n": 9_007_199_254_740_993, "x": nil]]],
            result: ["content": [["type": "text", "text": "\u{0}テ"]], "isError": false],
            error: MCPError(-32_603, "no \"luck\"", data: ["why": [1.5, true]]), version: 7)
        let bare = record("bare", of: full.owner)
        for record in [full, bare] {
            try await stores[0].create(record)
            for store in stores {
                let found = try await store.task(record.id, of: full.owner)
                try require(found == record, "a task is found by every instance as it is: \(found.map { "\($0)" } ?? "nothing")")
            }
        }
    }

    private func owners() async throws {
        let stores = try await stores()
        try await stores[0].create(record("a", of: "alice"))
        try await stores[0].create(record("b", of: "bob"))
        for store in stores {
            let strange = try await store.task("a", of: "bob")
            let missing = try await store.task("nobody's", of: "alice")
            try require(strange == nil && missing == nil, "somebody else's task is as little there as none")
            let listed = try await store.tasks(of: "bob").map(\.id)
            let nobody = try await store.tasks(of: "nobody")
            try require(listed == ["b"] && nobody.isEmpty, "each has a list of their own")
        }
    }

    private func order() async throws {
        let stores = try await stores()
        for (id, age) in [("c", 3), ("a", 1), ("d", 4), ("b", 2)] {
            try await stores[age % 2].create(record(id, age: .seconds(age)))
        }
        for store in stores {
            let listed = try await store.tasks(of: "alice").map(\.id)
            try require(listed == ["d", "c", "b", "a"], "the oldest come first: \(listed)")
        }
    }

    private func ends() async throws {
        let stores = try await stores()
        try await stores[0].create(record("a"))
        let first = record("a", status: .cancelled, version: 1)
        let kept = try await stores[1].update(first)
        try require(kept == first, "what was replaced is given back")
        let second = record("a", status: .completed, version: 9)
        let after = try await stores[0].update(second)
        try require(after == first, "what has ended stays as it is, and is given back")
        let found = try await stores[0].task("a", of: "alice")
        try require(found == first, "and is found so")
        let missing = try await stores[0].update(record("nobody's", version: 1))
        try require(missing == nil, "what is not there does not come about by an update")
    }

    private func versions() async throws {
        let stores = try await stores()
        try await stores[0].create(record("a"))
        let versions = Array(1...20).shuffled()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for version in versions {
                group.addTask {
                    _ = try await stores[version % 2].update(
                        record("a", status: version % 3 == 0 ? .inputRequired : .working, version: version))
                }
            }
            try await group.waitForAll()
        }
        for store in stores {
            let found = try await store.task("a", of: "alice")
            try require(found?.version == 20, "however updates overtake one another, the latest is kept")
        }
        let late = try await stores[1].update(record("a", version: 20))
        try require(late?.status == .working && late?.message == "working", "the same version again changes nothing")
    }

    private func time() async throws {
        let store = try await stores(1)[0]
        try await store.create(record("old", timeToLive: .milliseconds(50)))
        try await store.create(record("new"))
        var isThere = true
        while isThere {
            isThere = try await store.task("old", of: "alice") != nil
            await Task.yield()
        }
        let listed = try await store.tasks(of: "alice").map(\.id)
        try require(listed == ["new"], "whose time is over is given out no more: \(listed)")
    }

    private func bounds(capacity: Int, ofOwner: Int) async throws {
        let stores = try await stores(2, capacity, ofOwner)
        for number in 0..<5 { try await stores[number % 2].create(record("\(number)")) }
        var refusal: TaskStoreError?
        do throws(TaskStoreError) {
            try await stores[0].create(record("one more"))
        } catch {
            refusal = error
        }
        try require(refusal?.reason == .full, "where there is no room, no more is taken")
        let listed = try await stores[1].tasks(of: "alice")
        try require(listed.count == 5, "and nothing goes for it")
        if ofOwner < capacity { try await stores[0].create(record("bob's", of: "bob")) }
    }
}
