internal import CCurl

/// Easy handles to be used again: making one anew costs more than the reset. Connections are not theirs but the multi handle's.
struct EasyHandlePool {
    private static let maximum = 64

    private var handles: [UnsafeMutableRawPointer] = []

    /// - Returns: nil where there is no memory.
    mutating func take() -> UnsafeMutableRawPointer? { handles.popLast() ?? ccurl_easy_init() }

    mutating func give(_ handle: UnsafeMutableRawPointer) {
        guard handles.count < Self.maximum else { return discard(handle) }
        ccurl_easy_reset(handle)
        handles.append(handle)
    }

    func discard(_ handle: UnsafeMutableRawPointer) { ccurl_easy_cleanup(handle) }

    mutating func close() {
        for handle in handles { ccurl_easy_cleanup(handle) }
        handles = []
    }
}
