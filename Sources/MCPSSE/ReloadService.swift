internal import ServiceLifecycle
internal import UnixSignals

/// SIGHUP reads again what may change while we serve.
struct ReloadService: Service, CustomStringConvertible {
    let serving: Serving
    /// What the log calls it; else it would be all that the service holds.
    var description: String { "reload" }

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { serving.reload() }
    }
}
