/// Where tickets are kept. HTTP routes know only this, so that another database can be put behind it.
///
/// Every write is one transaction: it reads the rows it refers to, applies the rules of `TicketCreation`, `TicketChange` or
/// `HistoryAddition`, and stores the outcome together with the answer that tells of it, when the request must take effect once.
/// Refusals are thrown as ``Problem`` or ``VersionConflict``; anything else thrown is a fault of the store.
public protocol TicketStore: Sendable {
    /// Turns the outcome of a write into the answer; runs inside the transaction, possibly more than once.
    typealias Answer<Outcome> = @Sendable (Outcome) throws -> StoredAnswer

    /// The name shown by `/health`, such as `sqlite`.
    var engine: String { get }
    /// Made with a key that is kept with the tickets, so that every server over them reads the cursors of every other.
    var cursorSeal: CursorSeal { get }

    /// Throws when the database does not answer.
    func check() async throws
    func ticketCount() async throws -> Int
    func workflow() async throws -> Workflow

    /// Throws nothing but faults; a query that matches nothing is an empty page.
    func tickets(_ query: TicketQuery) async throws -> Slice<Ticket>
    func ticket(_ reference: TicketReference) async throws -> Ticket?
    /// Those that exist, in the order asked for.
    func tickets(_ references: [TicketReference]) async throws -> [Ticket]

    /// Throws a 422 ``Problem``.
    func create(_ new: NewTicket, _ context: WriteContext, answer: @escaping Answer<Creation>) async throws -> StoredAnswer
    /// What ``create(_:_:answer:)`` would do; the ticket has no id.
    func previewCreation(_ new: NewTicket, _ context: WriteContext) async throws -> Creation
    /// Throws a 404 or 422 ``Problem``, or a ``VersionConflict``.
    func change(
        _ reference: TicketReference, if precondition: VersionPrecondition, _ patch: TicketPatch, _ context: WriteContext,
        answer: @escaping Answer<Change>
    ) async throws -> StoredAnswer
    func previewChange(
        _ reference: TicketReference, if precondition: VersionPrecondition, _ patch: TicketPatch, _ context: WriteContext
    ) async throws -> Change

    /// Nil when there is no such ticket.
    func history(of reference: TicketReference, _ query: HistoryQuery) async throws -> Slice<HistoryEntry>?
    /// Throws a 404 or 422 ``Problem``, or a ``VersionConflict``.
    func add(
        _ new: NewHistory, to reference: TicketReference, if precondition: VersionPrecondition, _ context: WriteContext,
        answer: @escaping Answer<Addition>
    ) async throws -> StoredAnswer
    func previewAddition(
        _ new: NewHistory, to reference: TicketReference, if precondition: VersionPrecondition, _ context: WriteContext
    ) async throws -> Addition

    /// Fires when something may have changed.
    var changeSignal: ChangeSignal { get }
    /// The id of the last event there was; 0 when there was none.
    func lastChange() async throws -> Int
    /// Events after a position, in order.
    func changes(after position: Int, limit: Int) async throws -> ChangePage
    /// What a webhook is to be told next. See ``WebhookWork``.
    func webhookWork(_ url: String, holder: String, seconds: Int64, limit: Int, at now: Instant) async throws -> WebhookWork
    /// Records that a webhook has been told of everything up to `position`. Does nothing for one who holds it no more.
    func webhook(_ url: String, holder: String, toldUpTo position: Int) async throws
    /// Lets another server tell a webhook.
    func releaseWebhook(_ url: String, holder: String) async throws

    func user(_ id: Int) async throws -> User?
    func users(_ query: DirectoryQuery) async throws -> Slice<User>
    func accounts(_ query: DirectoryQuery) async throws -> Slice<Account>
    func categories(_ query: CategoryQuery) async throws -> [CategoryListing]
    /// Throws a 404 or 422 ``Problem``.
    func change(
        category id: Int, _ patch: CategoryPatch, _ context: WriteContext, answer: @escaping Answer<CategoryListing>
    ) async throws -> StoredAnswer
    func categoryDetails(_ query: CategoryQuery) async throws -> [CategoryDetail]
    func requestChannels(active: Bool?) async throws -> [RequestChannel]

    /// Fills an empty store.
    func load(_ dataset: DemoDataset) async throws
    /// Closes files and connections; the store cannot be used afterwards.
    func close() throws
}
