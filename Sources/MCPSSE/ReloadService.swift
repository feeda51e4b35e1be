internal import ServiceLifecycle
internal import UnixSignals

/// SIGHUP reads again what may change while we serve.
struct ReloadService: Service {
    let serving: Serving

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { serving.reload() }
    }
}
