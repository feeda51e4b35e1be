extension MCPServer {
    /// Changes what the server offers, while it serves, and tells those who asked for it.
    ///
    /// Calls that have begun are not touched. Changes happen one after another; `change` may be run again, and should do nothing else.
    /// Lists that the server was not made to announce change all the same, and nobody is told.
    public func update(_ change: (inout Catalog) -> Void) {
        let (before, after) = catalogs.update(change)
        if before.tools.definitions != after.tools.definitions { announce(.tools) }
        if before.prompts.definitions != after.prompts.definitions { announce(.prompts) }
        if before.resources.definitions != after.resources.definitions
            || before.resources.templateDefinitions != after.resources.templateDefinitions
        {
            announce(.resources)
        }
    }

    /// Tells those who asked for it that a list has changed, for instance in what it says of each element.
    public func announce(_ list: ServerNotification.ChangedList) {
        guard description.capabilities.announced.contains(list.asSet) else { return }
        hub.publish(.list(list))
    }

    /// Tells those who asked for it that what is at a URI has changed.
    public func announceUpdate(ofResource uri: String) {
        hub.publish(.resource(uri: uri))
    }

    /// Serves `subscriptions/listen` until the client cancels it or the server shuts down (2026-07-28, subscriptions).
    func listen(_ wish: SubscriptionFilter, _ context: RequestContext) async throws(MCPError) -> Reply {
        let capabilities = description.capabilities
        var filter = SubscriptionFilter(lists: wish.lists.intersection(capabilities.announced))
        if capabilities.resources { filter.resources = wish.resources }
        if !wish.tasks.isEmpty {
            try requireTasks(context)
            filter.tasks = try await tasks.known(wish.tasks, context)
        }
        guard filter.resources.count + filter.tasks.count <= limits.subscriptionsPerPeer else {
            throw .invalidParams("At most \(limits.subscriptionsPerPeer) resources and tasks in one subscription")
        }
        let codec = context.storage.codec
        let id = context.id
        let subscription = Subscription(filter, isHeld: true, to: SubscriptionOutlet(context.relay, codec, id))
        guard context.session?.add(subscription, limit: limits.subscriptionsPerPeer) ?? true else {
            throw MCPError(.internalError, "Too many subscriptions; cancel some first")
        }
        defer { context.session?.remove(subscription) }
        // Who has the acknowledgement is told of everything from then on; so changes are noted before it goes out, and told after it.
        let isTaken = hub.add(subscription)
        defer { hub.remove(subscription) }
        await context.relay.send(codec.lower(.subscribed(filter), of: .subscription(id)))
        guard isTaken else { return .listened }
        subscription.release()
        hub.expectChanges(for: subscription)
        await withTaskCancellationHandler {
            await subscription.untilEnded()
        } onCancel: {
            subscription.end()
        }
        return .listened
    }

    /// Has a session told of changes, from its opening on (legacy era).
    func watch(_ session: Session, _ codec: LegacyCodec) {
        guard description.capabilities.notifies, let outlet = session.outlet else { return }
        let filter = SubscriptionFilter(lists: description.capabilities.announced)
        let subscription = Subscription(filter, to: SubscriptionOutlet(outlet, codec))
        guard hub.add(subscription) else { return }
        if !session.adopt(subscription, of: hub) { hub.remove(subscription) }
    }

    /// - Throws: in a session without a way to tell it anything, and where there are too many.
    func subscribe(to uri: String, _ context: RequestContext) async throws(MCPError) -> Reply {
        guard let subscription = context.session?.ownSubscription else {
            throw MCPError(.invalidRequest, "Subscriptions need a session that can be told of changes")
        }
        guard catalog.resources.contains(uri) else { throw .resourceNotFound(uri) }
        let limit = limits.subscriptionsPerPeer
        let isTaken = subscription.update { filter in
            guard filter.resources.contains(uri) || filter.resources.count < limit else { return false }
            filter.resources.insert(uri)
            return true
        }
        guard isTaken else { throw MCPError(.internalError, "Too many subscriptions; at most \(limit) in a session") }
        hub.expectChanges(for: subscription)
        await context.session?.changed()
        return .done
    }

    func unsubscribe(from uri: String, _ context: RequestContext) async -> Reply {
        context.session?.ownSubscription?.update { _ = $0.resources.remove(uri) }
        await context.session?.changed()
        return .done
    }
}
