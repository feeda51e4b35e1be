internal import MCPCore
internal import Synchronization

/// Has news told by one thread at a time, in their order, whichever threads they come from.
final class NewsQueue: Sendable {
    private struct State {
        var news: [InstanceNews] = []
        var isTelling = false
        var receive: (@Sendable (InstanceNews) -> Void)?
    }

    private let state = Mutex(State())

    /// What came before is told then.
    func begin(_ receive: @escaping @Sendable (InstanceNews) -> Void) {
        state.withLock { $0.receive = receive }
        tell([])
    }

    func end() { state.withLock { $0.receive = nil } }

    func tell(_ news: [InstanceNews]) {
        let isTelling = state.withLock { state in
            guard state.receive != nil else { return true }
            state.news += news
            defer { state.isTelling = true }
            return state.isTelling
        }
        guard !isTelling else { return }
        while true {
            let (next, receive) = state.withLock { state -> ([InstanceNews], (@Sendable (InstanceNews) -> Void)?) in
                defer { state.news = [] }
                if state.news.isEmpty || state.receive == nil { state.isTelling = false }
                return (state.news, state.receive)
            }
            guard !next.isEmpty, let receive else { return }
            for item in next { receive(item) }
        }
    }
}
