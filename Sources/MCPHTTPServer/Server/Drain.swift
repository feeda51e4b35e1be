internal import MCPTransportHTTP
internal import NIOCore

/// The end of a server that no longer listens.
struct Drain {
    let workers: [LoopWorker]
    let server: ServerContext
    let time: Duration

    /// Lets running exchanges finish while there is time, then closes what is left.
    func run() async {
        async let handlerIsDone: Void = server.handler.shutdown(within: time)
        await onLoops { $0.beginDraining() }
        await waitUntilNoneIsOpen()
        await onLoops { $0.close() }
        await handlerIsDone
    }

    /// Closes everything.
    func cut() async {
        await onLoops { $0.close() }
        await server.handler.shutdown(within: .zero)
    }

    /// Until the time is over, or the task is cancelled.
    private func waitUntilNoneIsOpen() async {
        let latch = Latch<Void>()
        server.connections.whenNone(latch)
        await withTaskGroup { group in
            group.addTask {
                do { try await Task.sleep(for: time) } catch {}
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
