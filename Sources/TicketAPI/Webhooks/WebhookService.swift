internal import ServiceLifecycle

/// A sender that runs beside the server, and ends after it.
struct WebhookService: Service, CustomStringConvertible {
    let sender: WebhookSender

    /// Services are written to the log with all that they hold.
    var description: String { "webhook sender" }

    func run() async throws {
        let sending = Task { await sender.run() }
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                await sending.value
            } onGracefulShutdown: {
                sending.cancel()
            }
        } onCancel: {
            sending.cancel()
        }
    }
}
