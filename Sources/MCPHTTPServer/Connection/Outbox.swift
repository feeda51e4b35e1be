internal import MCPCore

/// What other threads have told a connection, and how much of its running response waits to be taken by the peer.
struct Outbox {
    typealias Drainer = CheckedContinuation<Void, Never>

    enum Delivery {
        /// The connection or the exchange is gone.
        case dropped
        /// Nothing came before it: it may be done at once.
        case immediate(waiting: Int)
        /// Kept in its order. The first one has to wake the connection.
        case kept(waiting: Int, isFirst: Bool)
    }

    private var number: UInt64 = 0
    private var isOpen = false
    private var mail: [(number: UInt64, operation: ResponseOperation)] = []
    private var waiting = 0
    private var line: DirectLine?
    private var nextToken = 0
    private var drainers: [(token: Int, drainer: Drainer)] = []

    /// Begins with another exchange. The one before was closed.
    mutating func open(_ number: UInt64) {
        self.number = number
        isOpen = true
        waiting = 0
    }

    mutating func post(_ operation: ResponseOperation, of number: UInt64, isOnLoop: Bool) -> Delivery {
        guard isOpen, number == self.number else { return .dropped }
        if operation.isLast { isOpen = false }
        waiting += operation.bodyBytes
        guard !isOnLoop || !mail.isEmpty else { return .immediate(waiting: waiting) }
        line?.raise(.mail)
        mail.append((number, operation))
        return .kept(waiting: waiting, isFirst: mail.count == 1)
    }

    mutating func collect() -> [(number: UInt64, operation: ResponseOperation)] {
        defer { mail = [] }
        line?.lower(.mail)
        return mail
    }

    /// From now on the line is told of mail.
    mutating func attach(_ line: DirectLine) {
        self.line = line
        if !mail.isEmpty { line.raise(.mail) }
    }

    /// Something of the response waits that nobody has posted.
    mutating func add(_ bytes: Int) {
        waiting += bytes
    }

    /// - Returns: whom to resume.
    mutating func taken(_ bytes: Int, of number: UInt64, lowWaterMark: Int) -> [Drainer] {
        guard number == self.number else { return [] }
        waiting -= bytes
        return waiting < lowWaterMark ? removeDrainers() : []
    }

    /// - Returns: false if there is nothing to wait for.
    mutating func add(_ drainer: Drainer, of number: UInt64, token: Int, lowWaterMark: Int) -> Bool {
        guard isOpen, number == self.number, waiting >= lowWaterMark else { return false }
        drainers.append((token, drainer))
        return true
    }

    mutating func newToken() -> Int {
        nextToken += 1
        return nextToken
    }

    mutating func removeDrainer(_ token: Int) -> Drainer? {
        guard let index = drainers.firstIndex(where: { $0.token == token }) else { return nil }
        return drainers.remove(at: index).drainer
    }

    /// Takes nothing more of the exchange.
    mutating func close() -> [Drainer] {
        isOpen = false
        line = nil
        return removeDrainers()
    }

    private mutating func removeDrainers() -> [Drainer] {
        defer { drainers = [] }
        return drainers.map(\.drainer)
    }
}
