internal import MCPCore

extension HTTPResponder {
    /// Serves a request that has to ask the store first. While the store is away it is refused for a moment (503).
    func later(
        _ headers: HTTPHeaders, _ serve: @escaping @Sendable () async throws(SessionStoreError) -> (any HTTPExchange)?
    ) -> (any HTTPExchange)? {
        let pending = PendingExchange()
        Task.startingHere {
            do throws(SessionStoreError) {
                pending.settle(try await serve())
            } catch {
                self.refuseForNow(headers)
                pending.settle(nil)
            }
        }
        return pending.isSettledWithNothing ? nil : pending
    }

    func refuseForNow(_ headers: HTTPHeaders) {
        refuse(503, "Sessions cannot be reached just now; the same request may succeed in a moment", headers.adding("retry-after", "1"))
    }
}
