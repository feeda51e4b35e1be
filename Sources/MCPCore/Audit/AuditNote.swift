internal import Synchronization

/// What those who stand behind the audit trail have to say of the call that is under way.
final class AuditNote: Sendable {
    // Set by the trail alone, around the rest of the chain: a server without one carries nothing.
    @TaskLocal static var current: AuditNote?

    private struct State {
        var confirmation: Confirmation?
        var isRefused = false
    }

    private let state = Mutex(State())

    func note(_ confirmation: Confirmation) { state.withLock { $0.confirmation = confirmation } }
    /// A policy or a person was against the call.
    func refuse() { state.withLock { $0.isRefused = true } }

    var confirmation: Confirmation? { state.withLock { $0.confirmation } }
    var isRefused: Bool { state.withLock { $0.isRefused } }
}
