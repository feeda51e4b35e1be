internal import Foundation
internal import HTTPFetch
internal import Logging

/// Tells one webhook of every change: in order, at least once, from where it was left off.
///
/// Writers never wait for it: it reads what they have committed. How far it came is in the database, so it goes on there after a restart;
/// of several servers over one database one tells each webhook, and another takes over when that one is gone.
struct WebhookSender: Sendable {
    /// Events in one `POST`.
    static let batch = 100
    /// How long a webhook belongs to the server that tells it, longer than one `POST` takes.
    private static let holdSeconds: Int64 = 30
    /// Also the longest that the end of the server waits for it.
    private static let postTime = Duration.seconds(5)
    private static let idle = Duration.seconds(15)

    private let webhook: Webhook
    private let watch: ChangeWatch
    private let now: @Sendable () -> Instant
    private let logger: Logger
    private let holder = UUID().uuidString

    private var store: any TicketStore { watch.store }

    init(_ webhook: Webhook, watch: ChangeWatch, now: @escaping @Sendable () -> Instant, logger: Logger) {
        self.webhook = webhook
        self.watch = watch
        self.now = now
        var logger = logger
        logger[metadataKey: "webhook"] = "\(webhook)"
        self.logger = logger
    }

    /// Runs until the task is cancelled.
    func run() async {
        let fetch = HTTPFetch(configuration: Self.fetchConfiguration, logger: nil)
        let place = watch.join()
        var failures = 0
        while !Task.isCancelled {
            do {
                try await step(fetch)
                if failures > 0 { logger.notice("webhook answers again", metadata: ["failures": "\(failures)"]) }
                failures = 0
            } catch {
                guard !Task.isCancelled else { break }
                failures += 1
                // Once when it begins, and seldom while it lasts.
                if failures == 1 || failures % 20 == 0 {
                    logger.warning("webhook not told; trying again", metadata: ["error": "\(error)", "failures": "\(failures)"])
                }
                await pause(backOff(failures))
            }
        }
        withExtendedLifetime(place) {}
        await fetch.shutdown()
        await release()
    }

    /// Tells what there is to tell, or waits for something.
    private func step(_ fetch: HTTPFetch) async throws {
        let seen = store.changeSignal.generation
        switch try await store.webhookWork(webhook.url, holder: holder, seconds: Self.holdSeconds, limit: Self.batch, at: now()) {
        case .nothing: _ = await store.changeSignal.wait(beyond: seen, until: .now + Self.idle)
        case .held: await pause(.seconds(1))
        case .events(let events, let isGap):
            if isGap { logger.error("events were forgotten before the webhook was told", metadata: ["next": "\(events[0].id)"]) }
            // In a task of its own: one that ends in the middle would leave nobody knowing whether the receiver has them.
            try await Task {
                try await post(events, fetch)
                try await store.webhook(webhook.url, holder: holder, toldUpTo: events[events.count - 1].id)
            }.value
        }
    }

    private func post(_ events: [ChangeEvent], _ fetch: HTTPFetch) async throws {
        let body = Array("{\"events\":[\(events.map(\.json).joined(separator: ","))]}".utf8)
        let seconds = now().milliseconds / 1000
        var request = FetchRequest(.post, webhook.url, headers: ["content-type": "application/json"], body: body)
        request.headers.add("x-webhook-signature", webhook.signature(of: body, at: seconds), isSensitive: true)
        let response = try await fetch.send(request)
        guard response.isSuccess else { throw Refusal(status: response.status) }
    }

    private func pause(_ time: Duration) async {
        do {
            try await Task.sleep(for: time)
        } catch {
            // Cancelled: the caller's loop sees it.
        }
    }

    /// Twice as long each time, and never all at once with others.
    private func backOff(_ failures: Int) -> Duration {
        let longest = min(webhook.longestWait, webhook.firstWait * (1 << min(failures - 1, 16)))
        return longest * Double.random(in: 0.5...1)
    }

    private func release() async {
        // In a task of its own: this one is cancelled, and so would the statement be.
        await Task { [store, webhook, holder, logger] in
            do {
                try await store.releaseWebhook(webhook.url, holder: holder)
            } catch {
                logger.debug("webhook not released; it is free again in a while", metadata: ["error": "\(error)"])
            }
        }.value
    }

    private struct Refusal: Error, CustomStringConvertible {
        let status: Int

        var description: String { "the receiver answered \(status)" }
    }

    /// This is the one that tries again, and a redirect could lead anywhere.
    private static var fetchConfiguration: FetchConfiguration {
        var configuration = FetchConfiguration()
        configuration.timeouts.total = postTime
        configuration.redirects = .none
        configuration.circuitBreaker = nil
        configuration.limits.responseBytes = 64 << 10
        configuration.userAgent = "ticket-api/\(TicketAPIVersion.current)"
        return configuration
    }
}
