public import Logging
public import MCPCore
internal import Synchronization

/// Events of tickets on their way to whoever is told of them: from the tools, from the ticket API's own feed, from webhooks.
///
/// All three name the same change alike (`T-000123/v7/ticket_updated`), so that a log with one memory of keys takes it once. What is kept of
/// the API's masters is dropped before anybody hears that they changed.
public final class TicketEvents: EventPublisher {
    private let next: any EventPublisher
    private let tenant: String?
    private let logger: Logger
    private let caches = Mutex<[Masters]>([])

    /// - Parameters:
    ///   - next: what the events are handed to, such as an `EventBroadcaster`.
    ///   - tenant: whose tickets they are.
    public init(_ next: any EventPublisher, tenant: String? = nil, logger: Logger = Logger(label: "ticket-events")) {
        self.next = next
        self.tenant = tenant
        self.logger = logger
    }

    @discardableResult
    public func publish(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] {
        let drafts = drafts.map { draft in
            var draft = draft
            if draft.type == .mastersChanged { dropMasters(Self.kinds(of: draft)) }
            draft.tenant = tenant ?? draft.tenant
            for uri in Self.resources(of: draft) where !draft.resources.contains(uri) { draft.resources.append(uri) }
            return draft
        }
        return try await next.publish(drafts)
    }

    /// URIs of the resources that change with an event.
    public static func resources(of draft: EventDraft) -> [String] {
        if draft.type == .mastersChanged { return Masters.resources(of: kinds(of: draft)) }
        guard let number = draft.attribute("ticket") else { return [] }
        let uri = "ticket://\(number.percentEncoded)"
        return [uri, "\(uri)/history"]
    }

    /// Nothing that is kept is known to be still so.
    func dropMasters(_ kinds: Set<String>? = nil) {
        for masters in caches.withLock({ $0 }) { masters.drop(kinds) }
    }

    /// What these caches keep is dropped when it changes.
    func attach(_ masters: Masters) {
        caches.withLock { $0.append(masters) }
    }

    /// Tells what a tool has done. The change has been made: that it cannot be told is no failure of the call.
    func tell(_ drafts: [EventDraft]) async {
        guard !drafts.isEmpty else { return }
        do throws(EventLogError) {
            try await publish(drafts)
        } catch {
            logger.warning("change not told", metadata: ["reason": "\(error)", "type": "\(drafts[0].type.rawValue)"])
        }
    }

    /// Nil for all of them, as where the event does not say.
    private static func kinds(of draft: EventDraft) -> Set<String>? {
        do throws(JSONError) {
            guard let kinds = try JSON(parsing: draft.payload.bytes)["kinds"]?.array, !kinds.isEmpty else { return nil }
            return Set(kinds.compactMap(\.string))
        } catch {
            return nil
        }
    }
}
