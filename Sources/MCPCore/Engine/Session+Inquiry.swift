extension Session {
    /// Sends a request of ours to the client and waits for its answer.
    ///
    /// Cancelling takes the request back: the client is told that no answer is needed any more.
    /// - Throws: ``ToolFailure`` where the client answers with an error, does not answer in time, or is gone.
    func inquire(
        _ request: ClientRequest, _ codec: any WireCodec, _ relay: Relay, task: String? = nil, timeout: Duration, _ time: any TimeSource
    ) async throws -> JSON {
        let (id, answer) = try openInquiry()
        defer { closeInquiry(id) }
        relay.beginWaiting(time.now)
        defer { relay.endWaiting(time.now) }
        guard await relay.send(codec.lower(request, id: id, task: task)) else {
            throw ToolFailure("This needs an answer from the user, and the client could not be asked.")
        }
        let response: JSON
        do {
            response = try await within(timeout, time) { try await answer.value() }
        } catch let error as MCPError {
            throw ToolFailure("The client refused \(request.method): \(error.message)")
        } catch {
            // Without a task of its own the message would not go out: ours is cancelled.
            let withdrawal = codec.lower(.cancelled(id), of: task.map { .task($0) } ?? .request)
            await Task { _ = await relay.send(withdrawal, isWithdrawal: true) }.value
            throw error
        }
        do throws(MCPError) {
            try request.check(response)
        } catch {
            throw ToolFailure("The client's answer cannot be used: \(error.message)")
        }
        return response
    }

    private func within(_ limit: Duration, _ time: any TimeSource, _ operation: @escaping @Sendable () async throws -> JSON) async throws
        -> JSON
    {
        let deadline = time.now + limit
        return try await withThrowingTaskGroup(of: JSON.self) { group in
            group.addTask(operation: operation)
            group.addTask {
                try await time.sleep(until: deadline)
                throw ToolFailure("The user did not answer within \(limit).")
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}
