/// Where tickets are kept. HTTP routes know only this, so that another database can be put behind it.
///
/// Every write is one transaction: it reads the rows it refers to, applies the rules of `TicketCreation`, `TicketChange` or
/// `HistoryAddition`, and stores the outcome. Refusals are thrown as ``Problem``; anything else thrown is a fault of the store.
public protocol TicketStore: Sendable {
    /// The name shown by `/health`, such as `sqlite`.
    var engine: String { get }

    /// Throws when the database does not answer.
    func check() async throws
    func ticketCount() async throws -> Int
    func workflow() async throws -> Workflow

    func tickets(_ query: TicketQuery) async throws -> Slice<Ticket>
    func ticket(_ reference: TicketReference) async throws -> Ticket?
    func create(_ new: NewTicket, by actor: User, at now: Instant) async throws -> Ticket
    /// Throws a 404, 412 or 422 ``Problem``.
    func change(
        _ reference: TicketReference, if precondition: VersionPrecondition, _ patch: TicketPatch, by actor: User, at now: Instant
    ) async throws -> (ticket: Ticket, changes: [FieldChange])

    /// Nil when there is no such ticket.
    func history(of reference: TicketReference, _ query: HistoryQuery) async throws -> Slice<HistoryEntry>?
    /// Throws a 404 or 422 ``Problem``.
    func add(
        _ new: NewHistory, to reference: TicketReference, by actor: User, at now: Instant
    ) async throws -> (ticket: Ticket, entry: HistoryEntry)

    func user(_ id: Int) async throws -> User?
    func users(_ query: DirectoryQuery) async throws -> Slice<User>
    func accounts(_ query: DirectoryQuery) async throws -> Slice<Account>
    func categories(_ query: CategoryQuery) async throws -> [CategoryListing]
    func categoryDetails(_ query: CategoryQuery) async throws -> [CategoryDetail]
    func requestChannels(active: Bool?) async throws -> [RequestChannel]

    /// Fills an empty store in one transaction.
    func load(_ dataset: DemoDataset) async throws
    /// Closes files and connections; the store cannot be used afterwards.
    func close() throws
}
