internal import MCPTransportHTTP
internal import NIOCore

/// The end of a server that no longer listens.
struct Drain {
    let workers: [LoopWorker]
    let server: ServerContext
    let time: Duration

    /// How long the last answers of the handler have to reach their clients.
    private static let grace = Duration.seconds(1)

    /// Lets running exchanges finish while there is time, then closes what is left.
    func run() async {
        let deadline = ContinuousClock.now + time
        await onLoops { $0.beginDraining() }
        await server.handler.shutdown(within: time)
        await waitUntilNoneIsOpen(until: max(deadline, .now + Self.grace))
        await onLoops { $0.close() }
    }

    /// Closes everything.
    func cut() async {
        await onLoops { $0.close() }
        await server.handler.shutdown(within: .zero)
    }

    /// Until the time is over, or the task is cancelled.
    private func waitUntilNoneIsOpen(until deadline: ContinuousClock.Instant) async {
        let latch = Latch<Void>()
        server.connections.whenNone(latch)
        await withTaskGroup { group in
            group.addTask {
                do { try await Task.sleep(until: deadline) } catch {}
                latch.set(())
            }
            await latch.wait()
            group.cancelAll()
        }
    }

    private func onLoops(_ body: @escaping @Sendable (LoopWorker) -> Void) async {
        for worker in workers {
            await withCheckedContinuation { continuation in
                worker.eventLoop.execute {
                    body(worker)
                    continuation.resume()
                }
            }
        }
    }
}
