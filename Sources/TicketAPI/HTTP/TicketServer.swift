internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// The service: routes over a store.
public struct TicketServer: Sendable {
    private let configuration: ServerConfiguration
    private let store: any TicketStore
    private let watch: ChangeWatch

    public init(configuration: ServerConfiguration, store: any TicketStore) {
        self.configuration = configuration
        self.store = store
        watch = ChangeWatch(store: store, logger: configuration.logger)
    }

    /// Serves until SIGTERM, SIGINT or cancellation, then lets requests that are under way finish.
    ///
    /// - Parameter onReady: called once with the base URL when connections are accepted.
    public func run(onReady: @escaping @Sendable (_ url: String) -> Void) async throws {
        try configuration.check()
        for entry in configuration.keys.entries where try await store.user(entry.userID) == nil {
            throw APIKeyError.noSuchUser(entry.userID)
        }
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        try await application { channel in onReady("http://\(host):\(channel.localAddress?.port ?? 0)") }.runService()
    }

    var routes: [APIRoute] {
        TicketRoutes(store: store, publicURL: configuration.publicURL, now: configuration.now).all
            + HistoryRoutes(store: store, publicURL: configuration.publicURL, now: configuration.now).all
            + DirectoryRoutes(store: store).all
            + CategoryRoutes(store: store, now: configuration.now).all
            + ChangeRoutes(watch: watch).all
            + MetaRoutes(store: store, document: OpenAPIDocument.current).all
    }

    func application(
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> Application<RouterResponder<APIContext>> {
        let routes = routes
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: LogRequestsMiddleware(.debug))
        router.add(middleware: ProblemMiddleware(routes: routes))
        if configuration.keys.isEmpty { router.add(middleware: HostMiddleware()) }
        router.add(middleware: AuthenticationMiddleware(keys: configuration.keys, store: store))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in try await route.handler(request, context) }
        }
        let address = BindAddress.hostname(configuration.host, port: configuration.port)
        let webhooks = configuration.webhooks.map { webhook in
            WebhookService(sender: WebhookSender(webhook, watch: watch, now: configuration.now, logger: configuration.logger))
        }
        return Application(
            router: router, configuration: ApplicationConfiguration(address: address), services: webhooks,
            onServerRunning: onServerRunning, logger: configuration.logger)
    }
}
