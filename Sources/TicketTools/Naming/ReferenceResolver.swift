internal import MCPCore

/// Turns what a caller wrote into ids. Every value that stands for nothing is noted, and all of them are reported at once.
struct ReferenceResolver {
    private let desk: Desk
    private let principal: Principal
    private var problems: [FieldProblem] = []

    init(_ desk: Desk, _ principal: Principal) {
        self.desk = desk
        self.principal = principal
    }

    mutating func refuse(_ field: String, _ message: String, allowed: [String] = []) {
        problems.append(FieldProblem(field, message, allowed: allowed))
    }

    /// - Throws: everything that was noted.
    func finish() throws(APIError) {
        if !problems.isEmpty { throw .invalid(problems) }
    }

    mutating func status(_ reference: Reference, _ field: String) async throws(APIError) -> Status? {
        pick(reference, field, try await desk.masters.statuses(for: principal), lister: "get_statuses")
    }

    mutating func channel(_ reference: Reference, _ field: String) async throws(APIError) -> RequestChannel? {
        pick(reference, field, try await desk.masters.requestChannels(for: principal), lister: "get_request_channels")
    }

    mutating func category(_ reference: Reference, _ field: String) async throws(APIError) -> Category? {
        pick(reference, field, try await desk.masters.categories(for: principal), lister: "get_categories")
    }

    /// - Parameter categories: where the detail must belong, if that is known.
    mutating func detail(_ reference: Reference, in categories: [Int]?, _ field: String) async throws(APIError) -> CategoryDetail? {
        let all = try await desk.masters.categoryDetails(for: principal)
        let candidates = categories.map { ids in all.filter { ids.contains($0.categoryID) } } ?? all
        return pick(reference, field, candidates, lister: "get_category_details")
    }

    /// The id of a user; `me` is whoever the API takes the caller for.
    mutating func user(_ reference: Reference, _ field: String) async throws(APIError) -> Int? {
        if reference.isWord("me") { return try await desk.masters.me(for: principal).id }
        return try await search(reference, field, "users", lister: "get_users", User.init)
    }

    mutating func account(_ reference: Reference, _ field: String) async throws(APIError) -> Int? {
        try await search(reference, field, "accounts", lister: "get_accounts", Account.init)
    }

    private mutating func search<Candidate: Nameable>(
        _ reference: Reference, _ field: String, _ path: String, lister: String,
        _ decode: @escaping @Sendable (Node) throws(APIError) -> Candidate
    ) async throws(APIError) -> Int? {
        // The API itself says whether an id exists.
        guard case .name(let name) = reference else { if case .id(let id) = reference { return id } else { return nil } }
        let search = NameSearch(
            client: desk.client, path: path, principal: principal, limit: desk.configuration.limits.searchedNames, decode: decode)
        switch try await search.find(name) {
        case .match(let match): return note(match, reference, field, lister: lister)?.id
        case .tooMany:
            refuse(field, "\(reference.text) fits too many to tell them apart; give the id (\(lister) finds it).")
            return nil
        }
    }

    private mutating func pick<Candidate: Nameable>(
        _ reference: Reference, _ field: String, _ candidates: [Candidate], lister: String
    ) -> Candidate? {
        note(NameMatch(reference, among: candidates), reference, field, lister: lister)
    }

    private mutating func note<Candidate: Nameable>(
        _ match: NameMatch<Candidate>, _ reference: Reference, _ field: String, lister: String
    ) -> Candidate? {
        switch match {
        case .found(let candidate): return candidate
        case .ambiguous(let candidates):
            refuse(field, "\(reference.text) is the name of \(candidates.count): \(Self.list(candidates)). Give the id.")
        case .unknown(let near):
            let hint = near.isEmpty ? "Nothing comes near." : "Nearest: \(Self.list(near))."
            refuse(field, "\(reference.text) is unknown. \(hint) \(lister) lists them.")
        }
        return nil
    }

    private static func list(_ candidates: [some Nameable]) -> String {
        let shown = NameMatch<User>.shown
        let more = candidates.count > shown ? " and \(candidates.count - shown) more" : ""
        return candidates.prefix(shown).map(\.label).joined(separator: "; ") + more
    }
}
