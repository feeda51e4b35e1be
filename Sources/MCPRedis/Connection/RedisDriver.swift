internal import Logging
internal import Synchronization

/// What the thread of a connection does.
struct RedisDriver {
    private let connection: RedisConnection
    /// Sent and not answered, in their order; those before `first` are answered.
    private var sent: [RedisRequest] = []
    private var first = 0
    private var due: [Int: ContinuousClock.Instant] = [:]
    private var hasFailed = false
    private var wasConnected = false
    private var pause: Duration
    private var since = ContinuousClock.now

    init(_ connection: RedisConnection) {
        self.connection = connection
        pause = connection.limits.firstPause
    }

    /// Returns when the connection is closed.
    mutating func run() {
        while !connection.queue.withLock({ $0.isClosed }) {
            do throws(RedisError) {
                let link = try RedisLink(connection.address, atMost: connection.limits.connectTime)
                let answers = try greet(link)
                connected(answers)
                try serve(link)
            } catch {
                lost(error)
            }
            wait()
        }
        fail(RedisError(.closed, "The client was closed"))
    }

    // MARK: - Coming and going

    /// - Throws: where Redis does not let us in, or is not ready.
    private mutating func greet(_ link: borrowing RedisLink) throws(RedisError) -> [RedisReply] {
        let address = connection.address
        var commands: [RedisCommand] = []
        if let password = address.password {
            commands.append(address.user.map { RedisCommand("AUTH", $0, password) } ?? RedisCommand("AUTH", password))
        }
        if address.database != 0 { commands.append(RedisCommand("SELECT", address.database)) }
        let own = commands.count
        commands += connection.greeting
        // Refused while data is loaded, unlike the others.
        commands.append(RedisCommand("PING"))
        for command in commands {
            try link.append(command.head)
            try link.append(command.body)
        }
        let deadline = ContinuousClock.now + connection.limits.commandTime
        var answers: [RedisReply] = []
        while answers.count < commands.count {
            let isSent = try link.write()
            guard ContinuousClock.now < deadline else { throw .late }
            if connection.wakeUp.wait(for: link.descriptor, writing: !isSent, atMost: deadline - .now) { try link.read() }
            while let answer = try link.nextReply() { answers.append(answer) }
        }
        for (index, answer) in answers.enumerated() {
            guard case .error(let error) = answer else { continue }
            // What else the greeting asks for may be denied.
            if index < own || index == answers.count - 1 || error.endsConnection { throw error }
        }
        return Array(answers[own..<answers.count - 1])
    }

    private mutating func connected(_ answers: [RedisReply]) {
        let isAgain = wasConnected || hasFailed
        connection.logger.log(
            level: isAgain ? .notice : .debug, "redis connected", metadata: ["address": "\(connection.address)"])
        (wasConnected, hasFailed) = (true, false)
        since = .now
        connection.tally.connected()
        _ = connection.queue.withLock { $0.enter(.connected) }
        connection.observe(.connected(isAgain: isAgain, answers: answers))
    }

    private mutating func lost(_ error: RedisError) {
        let isClosed = connection.queue.withLock { $0.isClosed }
        if !isClosed, !hasFailed {
            connection.logger.warning(
                "redis is away", metadata: ["address": "\(connection.address)", "reason": "\(error)"])
        }
        let isNews = wasConnected && !hasFailed
        if isNews { connection.tally.disconnected(byItself: !isClosed && error != .givenUp) }
        // One that breaks at once is no reason to come back at once.
        if isNews, ContinuousClock.now - since > .seconds(1) { pause = connection.limits.firstPause }
        hasFailed = true
        fail(error)
        if isNews { connection.observe(.lost) }
    }

    /// Everybody who waits is told.
    private mutating func fail(_ error: RedisError) {
        let told = error.reason == .closed ? error : error.asAbsence
        let waiting = connection.queue.withLock { $0.enter(.away(told)) }
        let requests = sent[first...] + waiting
        connection.tally.undone(requests.count)
        (sent, first) = ([], 0)
        for request in requests { request.complete?(.failure(told)) }
    }

    /// Waits a while before the next attempt, or until the connection is closed.
    private mutating func wait() {
        let end = ContinuousClock.now + pause * Double.random(in: 0.75...1.25)
        pause = min(pause * 2, connection.limits.longestPause)
        while !connection.queue.withLock({ $0.isClosed }), ContinuousClock.now < end {
            guard connection.queue.withLock({ $0.fallAsleep(isBusy: true) }) else { continue }
            _ = connection.wakeUp.wait(atMost: end - .now)
        }
    }

    // MARK: - Serving

    /// - Throws: when the connection is of no use any more.
    private mutating func serve(_ link: borrowing RedisLink) throws(RedisError) {
        var isSent = true
        while true {
            if connection.queue.withLock({ $0.isClosed }) { throw RedisError(.closed, "The client was closed") }
            if connection.queue.withLock({ $0.takeDrop() }) { throw .givenUp }
            let now = ContinuousClock.now
            let nextBeat = beat(now)
            let isBusy = sent.count - first >= connection.limits.sentCommands
            if !isBusy {
                let taken = connection.queue.withLock { $0.takeAll() }
                // While the first attempt lasted, some may have waited too long.
                for request in taken where request.deadline <= now { request.complete?(.failure(.late)) }
                let requests = taken.filter { $0.deadline > now }
                connection.tally.undone(taken.count - requests.count)
                for request in requests {
                    try link.append(request.command.head)
                    try link.append(request.command.body)
                }
                sent += requests
                if !requests.isEmpty { isSent = false }
            }
            if !isSent { isSent = try link.write() }
            var end = min(nextBeat ?? now + .seconds(60), now + .seconds(60))
            if first < sent.count {
                guard sent[first].deadline > now else { throw .late }
                end = min(end, sent[first].deadline)
            }
            guard connection.queue.withLock({ $0.fallAsleep(isBusy: isBusy) }) else { continue }
            let isReady = connection.wakeUp.wait(for: link.descriptor, writing: !isSent, atMost: end - now)
            _ = connection.queue.withLock { $0.wake() }
            guard isReady else { continue }
            try link.read()
            try answer(link)
        }
    }

    private mutating func answer(_ link: borrowing RedisLink) throws(RedisError) {
        while let reply = try link.nextReply() {
            guard first < sent.count else { throw RedisError(.unavailable, "an answer came to nothing") }
            let request = sent[first]
            first += 1
            if first == sent.count || first > 4_096 {
                sent.removeFirst(first)
                first = 0
            }
            var end: RedisError?
            connection.tally.done(isRefused: reply.isError)
            if case .error(let error) = reply {
                if request.complete == nil { connection.complain(error) }
                if error.endsConnection { end = error }
            }
            request.complete?(.success(reply))
            if let end { throw end }
        }
    }

    /// - Returns: when the next beat is due.
    private mutating func beat(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let beats = connection.beats.withLock { $0 }
        guard !beats.isEmpty else { return nil }
        for (name, beat) in beats where due[name].map({ $0 <= now }) ?? true {
            due[name] = now + beat.interval
            beat.body()
        }
        due = due.filter { beats[$0.key] != nil }
        return due.values.min()
    }
}

extension RedisError {
    fileprivate static let late = RedisError(.unavailable, "no answer in time")
    fileprivate static let givenUp = RedisError(.unavailable, "the connection was given up")

    /// To those who want something of a Redis that is not there: for them it is away, whatever the reason.
    fileprivate var asAbsence: RedisError {
        RedisError(reason == .unauthorized ? .unauthorized : .unavailable, "Redis is away: \(message)", code: code)
    }
}
