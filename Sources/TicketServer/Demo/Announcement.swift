internal import Synchronization
internal import TicketTools

/// An address that is known later. Those who ask before wait; a child that never speaks is outlived by the deadline of their calls.
final class Announcement: Sendable {
    private enum State {
        case open([CheckedContinuation<Result<BaseURL, APIError>, Never>])
        case settled(Result<BaseURL, APIError>)
    }

    private let state = Mutex(State.open([]))

    func value() async throws(APIError) -> BaseURL {
        let result = await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Result<BaseURL, APIError>? in
                switch state {
                case .open(let waiting):
                    state = .open(waiting + [continuation])
                    return nil
                case .settled(let result): return result
                }
            }
            if let known { continuation.resume(returning: known) }
        }
        return try result.get()
    }

    func succeed(_ url: BaseURL) {
        settle(.success(url))
    }

    /// Whatever was known is known no more.
    func fail(_ reason: String) {
        settle(.failure(APIError(.unreachable, reason)))
    }

    private func settle(_ result: Result<BaseURL, APIError>) {
        let waiting = state.withLock { state in
            defer { state = .settled(result) }
            guard case .open(let waiting) = state else { return [CheckedContinuation<Result<BaseURL, APIError>, Never>]() }
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: result) }
    }
}
