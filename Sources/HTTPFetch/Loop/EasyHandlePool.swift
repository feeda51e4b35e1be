/// Easy handles to be used again: making one anew costs more than taking its options back. Connections are not theirs but the multi
/// handle's.
struct EasyHandlePool {
    private static let maximum = 64

    private var handles: [EasyHandle] = []

    /// - Returns: nil where there is no memory.
    mutating func take() -> EasyHandle? { handles.popLast() ?? EasyHandle() }

    /// - Parameter isClean: nothing went wrong with it, so that options which may stay do.
    mutating func give(_ handle: EasyHandle, isClean: Bool) {
        guard handles.count < Self.maximum else { return }
        if !isClean || handle.form == nil { handle.reset() }
        handles.append(handle)
    }

    mutating func close() { handles = [] }
}
