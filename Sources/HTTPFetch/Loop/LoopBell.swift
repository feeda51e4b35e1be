internal import CCurl

/// Wakes the loop from any thread. Its descriptors live as long as it does, so it may be rung when the loop has long ended.
final class LoopBell: Sendable {
    /// Readable once the bell was rung, until it is cleared.
    let descriptor: Int32
    private let ringing: Int32

    /// - Returns: nil where the system has no descriptor left.
    init?() {
        var ends: (Int32, Int32) = (-1, -1)
        let isOpen = withUnsafeMutableBytes(of: &ends) { ccurl_bell_open($0.assumingMemoryBound(to: Int32.self).baseAddress) == 0 }
        guard isOpen else { return nil }
        (descriptor, ringing) = ends
    }

    deinit {
        var ends = (descriptor, ringing)
        withUnsafeBytes(of: &ends) { ccurl_bell_close($0.assumingMemoryBound(to: Int32.self).baseAddress) }
    }

    func ring() { ccurl_bell_ring(ringing) }

    func clear() { ccurl_bell_clear(descriptor) }
}
