internal import CCurl

/// A client's loops, each of which starts with the first call that is sent there. Safe to use from any thread.
///
/// A call goes by the thread that makes it. So all that an event loop asks for comes back from one thread, which wakes it once for several
/// responses, and no thread of ours is what all the others wait for.
final class LoopSet: Sendable {
    /// The fewest connections to a host that a loop is made for, unless the configuration says how many loops there are to be.
    private static let leastConnections = 4

    let slots: [LoopSlot]

    init(_ setup: FetchSetup) {
        let limits = setup.configuration.limits
        let count = Self.count(setup.configuration)
        slots = (0..<count).map { LoopSlot(setup, limits.share($0, of: count)) }
    }

    /// - Throws: ``FetchError/Code/closed`` after ``stop(_:)``, ``FetchError/Code/internalError`` where there is no thread to be had.
    func loopForCall() throws(FetchError) -> CurlLoop { try slots[place()].running() }

    /// Refuses new calls, ends or cancels what runs, and returns when all threads are gone.
    func stop(_ mode: HTTPFetch.ShutdownMode) async {
        let loops = slots.compactMap { $0.close() }
        // All are told before any is waited for: none is to take up what another has refused.
        for loop in loops { loop.tellToStop(mode) }
        for loop in loops { await loop.waitUntilGone() }
    }

    private func place() -> Int {
        // What comes alone goes to the first, so that calls one after the other find the connection of the last one, whatever their thread.
        guard slots.count > 1, slots.contains(where: { $0.load.count > 0 }) else { return 0 }
        let own = Int(ccurl_thread_number()) % slots.count
        if slots[own].hasRoom { return own }
        return slots.indices.min { slots[$0].load.count < slots[$1].load.count } ?? own
    }

    private static func count(_ configuration: FetchConfiguration) -> Int {
        let limits = configuration.limits
        var count = configuration.threads ?? Processors.count
        // Each must get its share of every limit, for of connections none at all means any number.
        let perLoop = configuration.threads == nil ? leastConnections : 1
        if limits.hostConnections > 0 { count = min(count, limits.hostConnections / perLoop) }
        if limits.totalConnections > 0 { count = min(count, limits.totalConnections) }
        return max(1, min(count, limits.inFlight))
    }
}

extension FetchLimits {
    /// What one of several loops may have of them. All shares together are the whole.
    fileprivate func share(_ index: Int, of count: Int) -> FetchLimits {
        func part(_ whole: Int) -> Int { whole / count + (index < whole % count ? 1 : 0) }
        var share = self
        share.hostConnections = part(hostConnections)
        share.totalConnections = part(totalConnections)
        share.inFlight = part(inFlight)
        return share
    }
}
