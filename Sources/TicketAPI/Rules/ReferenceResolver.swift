/// Turns ids into rows and collects a field error for each that cannot be used.
struct ReferenceResolver {
    let references: References
    private(set) var errors: [FieldError]

    init(_ references: References, errors: [FieldError]) {
        self.references = references
        self.errors = errors
    }

    mutating func refuse(_ field: String, _ code: String, _ message: String, allowed: [String]? = nil) {
        errors.append(FieldError(field, code, message, allowed: allowed))
    }

    mutating func user(_ id: Int, _ field: String) -> User? {
        usable(references.users[id], active: \.active, field, "User \(id)")
    }

    mutating func assignee(_ id: Int) -> User? {
        guard let user = user(id, "assignee_id") else { return nil }
        if !user.isStaff { refuse("assignee_id", "not_assignable", "User \(id) is a requester; assign an agent or an admin.") }
        return user
    }

    mutating func account(_ id: Int) -> Account? {
        usable(references.accounts[id], active: \.active, "account_id", "Account \(id)")
    }

    mutating func category(_ id: Int) -> Category? {
        usable(references.categories[id], active: \.active, "category_id", "Category \(id)")
    }

    mutating func detail(_ id: Int) -> CategoryDetail? {
        usable(references.details[id], active: \.active, "category_detail_id", "Category detail \(id)")
    }

    mutating func channel(_ id: Int) -> RequestChannel? {
        let known = references.channels.filter(\.active).map { "\($0.id)" }
        let channel = references.channels.first { $0.id == id }
        return usable(channel, active: \.active, "request_channel_id", "Request channel \(id)", allowed: known)
    }

    /// Checks the step from `current` to the status called `reference`.
    mutating func status(_ reference: String, from current: Status, role: User.Role) -> Status? {
        let next = references.workflow.next(from: current, role: role)
        let allowed = next.map(\.key)
        guard let status = references.workflow.status(reference) else {
            refuse("status_id", "unknown", "There is no status '\(reference.excerpt(40))'.", allowed: allowed)
            return nil
        }
        guard status.id == current.id || next.contains(status) else {
            let words = allowed.isEmpty ? "nothing else, for you" : allowed.joined(separator: " or ")
            let message = "A ticket that is \(current.key) cannot become \(status.key); it can become \(words)."
            refuse("status_id", "transition_not_allowed", message, allowed: allowed)
            return nil
        }
        return status
    }

    /// Throws everything that was refused, if anything was.
    func finish() throws(Problem) {
        if !errors.isEmpty { throw .validation(errors) }
    }

    private mutating func usable<Row>(
        _ row: Row?, active: (Row) -> Bool, _ field: String, _ what: String, allowed: [String]? = nil
    ) -> Row? {
        guard let row else {
            refuse(field, "unknown", "\(what) does not exist.", allowed: allowed)
            return nil
        }
        if !active(row) { refuse(field, "inactive", "\(what) is no longer in use.", allowed: allowed) }
        return row
    }
}
