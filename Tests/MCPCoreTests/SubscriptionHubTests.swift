import MCPTesting
import Synchronization
import Testing

@testable import MCPCore

/// Who is told where.
@Suite(.timeLimit(.minutes(1))) struct SubscriptionHubTests {
    private let hub = SubscriptionHub()
    private let told = Observed<[Int: [UnownedTaskExecutor?]]>([:])
    private let codec = MCPServer(Implementation(name: "hub", version: "1")).codecs.unnegotiated

    /// - Parameter place: what it is told on, which may change.
    private func subscribe(_ number: Int, _ place: Place) -> Subscription {
        let outlet = SubscriptionOutlet(
            codec: codec, origin: .request, executor: { place.executor },
            offer: { [told] _ in
                let executor = withUnsafeCurrentTask { $0?.unownedTaskExecutor }
                told.change { $0[number, default: []].append(executor) }
                return true
            }, send: { _ throws(TransportError) in Issue.record("everything is taken at once") })
        let subscription = Subscription(SubscriptionFilter(resources: ["ticket://1"]), to: outlet)
        #expect(hub.add(subscription))
        return subscription
    }

    /// Returns when all of them have been told, and are ready to be told of the next.
    private func publish(to subscriptions: [Subscription]) async throws {
        let before = told.state.values.reduce(0) { $0 + $1.count }
        let count = hub.count
        hub.publish(.resource(uri: "ticket://1"))
        try await told.wait { $0.values.reduce(0) { $0 + $1.count } == before + count }
        while subscriptions.contains(where: \.isDelivering) { await Task.yield() }
    }

    @Test func manyAreToldByTheirOwnExecutors() async throws {
        let executors = [OwnExecutor(), OwnExecutor()]
        let places: [Place] = (0..<600).map { Place($0 % 3 == 2 ? nil : executors[$0 % 3]) }
        let subscriptions = places.enumerated().map { subscribe($0.offset, $0.element) }
        try await publish(to: subscriptions)
        for (number, place) in places.enumerated() { #expect(told.state[number] == [place.executor?.asUnownedTaskExecutor()]) }
        // Every other one leaves; the rest are told, each once.
        for (number, subscription) in subscriptions.enumerated() where number.isMultiple(of: 2) { hub.remove(subscription) }
        #expect(hub.count == 300)
        try await publish(to: subscriptions)
        for number in places.indices { #expect(told.state[number]?.count == (number.isMultiple(of: 2) ? 1 : 2)) }
    }

    /// A client that came back on another connection is told there from the second change on.
    @Test func whoHasMovedIsToldElsewhere() async throws {
        let executors = [OwnExecutor(), OwnExecutor()]
        let places = (0..<20).map { _ in Place(executors[0]) }
        let subscriptions = places.enumerated().map { subscribe($0.offset, $0.element) }
        try await publish(to: subscriptions)
        places[7].move(to: executors[1])
        places[8].move(to: nil)
        try await publish(to: subscriptions)
        try await publish(to: subscriptions)
        try await publish(to: subscriptions)
        let (first, second) = (executors[0].asUnownedTaskExecutor(), executors[1].asUnownedTaskExecutor())
        #expect(told.state[6] == [first, first, first, first])
        // Told of the second change before it was seen to have moved; the third may come on its heels.
        #expect(told.state[7]?.first == first && told.state[7]?.last == second)
        #expect(told.state[8]?.first == first && told.state[8]?.last == .some(nil))
        hub.close()
        #expect(hub.count == 0 && !hub.add(subscriptions[0]))
    }

    /// What is written once for all is what would be written for each.
    @Test(arguments: [
        "ticket://1", "ticket://\"quoted\"", "ticket://\"the subscription's id, which is not known yet\"",
    ])
    func messagesDifferInTheirIDAlone(_ uri: String) throws {
        let required: JSONObject = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": .object([:]),
            "io.modelcontextprotocol/clientInfo": .object(["name": "test", "version": "1"]),
        ]
        let meta = try JSONSlice(scanning: Array(JSON.object(required).text.utf8), limits: JSONLimits())
        let codec = try #require(try MCPServer(Implementation(name: "hub", version: "1")).codecs.modern(for: meta))
        let announcement = Announcement(.resource(uri: uri))
        for id: RequestID in [7, -3, "seven", "7", "\"\\ 印刷", .number(try #require(JSONNumber(literal: "1.50")))] {
            let outlet = SubscriptionOutlet(
                codec: codec, origin: .subscription(id), executor: { nil }, offer: { _ in true }, send: { _ throws(TransportError) in })
            #expect(announcement.message(for: outlet) == outlet.message(.resourceUpdated(uri: uri)))
        }
    }

    /// Few are told on the spot: a task each would cost more.
    @Test func fewAreToldAtOnce() {
        let executor = OwnExecutor()
        let subscriptions = (0..<8).map { subscribe($0, Place(executor)) }
        hub.publish(.resource(uri: "ticket://1"))
        #expect(told.state.count == subscriptions.count)
        hub.publish(.resource(uri: "ticket://2"))
        #expect(told.state.values.allSatisfy { $0 == [nil] })
    }
}

private final class Place: Sendable {
    private let state: Mutex<OwnExecutor?>

    init(_ executor: OwnExecutor?) {
        state = Mutex(executor)
    }

    var executor: OwnExecutor? { state.withLock { $0 } }

    func move(to executor: OwnExecutor?) {
        state.withLock { $0 = executor }
    }
}

/// Runs jobs on the pool.
private final class OwnExecutor: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Task.detached { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
