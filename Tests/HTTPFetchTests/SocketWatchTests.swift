import Testing

@testable import HTTPFetch

/// Bells stand in for sockets: they are descriptors that become readable.
struct SocketWatchTests {
    // libcurl's words.
    private static let readable: Int32 = 1
    private static let writable: Int32 = 2
    private static let remove: Int32 = 4

    private let bell: LoopBell
    private let watch: SocketWatch
    private let sockets: [LoopBell]

    init() throws {
        bell = try #require(LoopBell())
        watch = SocketWatch(bell)
        sockets = try (0..<4).map { _ in try #require(LoopBell()) }
    }

    private func ready(_ milliseconds: Int32 = 0) -> [Int32]? { watch.wait(milliseconds: milliseconds)?.map(\.socket).sorted() }

    @Test func theBellEndsTheSleepAndIsSilencedByIt() {
        bell.ring()
        bell.ring()
        let start = ContinuousClock.now
        #expect(ready(60_000) == [])
        #expect(start.duration(to: .now) < .seconds(30))
        // Silent now, so that this waits for the socket.
        watch.set(sockets[0].descriptor, Self.readable)
        sockets[0].ring()
        #expect(ready(60_000) == [sockets[0].descriptor])
    }

    @Test func onlyWhatIsWatchedIsReady() {
        for socket in sockets { watch.set(socket.descriptor, Self.readable) }
        for socket in sockets { socket.ring() }
        #expect(ready() == sockets.map(\.descriptor).sorted())
        watch.set(sockets[0].descriptor, Self.remove)
        #expect(ready() == sockets.dropFirst().map(\.descriptor).sorted())
        // The last took the place of the first.
        watch.set(sockets[3].descriptor, Self.remove)
        watch.set(sockets[3].descriptor, Self.remove)
        #expect(ready() == sockets[1...2].map(\.descriptor).sorted())
        watch.set(sockets[0].descriptor, Self.readable)
        sockets[1].clear()
        #expect(ready() == [sockets[0], sockets[2]].map(\.descriptor).sorted())
    }

    @Test func interestChanges() {
        let socket = sockets[0]
        watch.set(socket.descriptor, Self.readable)
        #expect(ready() == [])
        watch.set(socket.descriptor, Self.readable | Self.writable)
        #expect(watch.wait(milliseconds: 0)?.map(\.events) == [Self.writable])
        socket.ring()
        #expect(watch.wait(milliseconds: 0)?.map(\.events) == [Self.readable | Self.writable])
    }
}

struct LoopMailboxTests {
    @Test func onlyTheFirstWhoPostsToASleeperRings() throws {
        let bell = try #require(LoopBell())
        let watch = SocketWatch(bell)
        let listener = try #require(LoopBell())
        let mailbox = LoopMailbox(bell, LoopLoad())
        #expect(mailbox.fallAsleep())
        #expect(mailbox.post(.stop(.finish)))
        #expect(!mailbox.fallAsleep())
        #expect(mailbox.takeAll().count == 1)
        // Rung once: the sleep ends, and silences it.
        #expect(watch.wait(milliseconds: 60_000)?.isEmpty == true)
        // Awake, so that nothing rings and this ends with the other.
        #expect(mailbox.post(.stop(.finish)))
        watch.set(listener.descriptor, 1)
        listener.ring()
        #expect(watch.wait(milliseconds: 60_000)?.count == 1)
        #expect(mailbox.takeAll().count == 1)
        #expect(mailbox.fallAsleep())
    }
}

struct LoopTimerTests {
    @Test func itGoesOffOnce() {
        let timer = LoopTimer()
        let now = ContinuousClock.now
        #expect(!timer.takeIfDue(now))
        timer.set(milliseconds: 0)
        #expect(timer.isImmediate)
        #expect(timer.takeIfDue(now))
        #expect(!timer.takeIfDue(now))
        timer.set(milliseconds: 1_000)
        #expect(!timer.isImmediate)
        #expect(!timer.takeIfDue(now))
        #expect(timer.takeIfDue(now + .seconds(3_600)))
        timer.set(milliseconds: 5)
        timer.set(milliseconds: -1)
        #expect(timer.deadline == nil)
        #expect(!timer.takeIfDue(now + .seconds(3_600)))
    }
}
