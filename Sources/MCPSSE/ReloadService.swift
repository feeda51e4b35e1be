internal import ServiceLifecycle
internal import UnixSignals

/// SIGHUP reads again what may change while we serve.
struct ReloadService: Service {
    /// Nothing but this: services are written to the log with all that they hold.
    let reload: @Sendable () -> Void

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload() }
    }
}
