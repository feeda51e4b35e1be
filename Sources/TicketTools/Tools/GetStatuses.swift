internal import MCPCore

struct GetStatuses: ReadTool, TicketTool {
    struct Input: Sendable {
        let group: StatusGroup?
        let fromStatus: Reference?
        let format: TextFormat?
    }

    static let name = "get_statuses"
    static let description = "Lists ticket statuses and which may follow which."

    static let input = Schema<Input>.object(
        optional("group", .choice),
        optional("from_status", "Those that may follow this one.", .reference),
        listFormat(),
        build: Input.init)
    let desk: Desk

    func run(_ input: Input, as principal: Principal) async throws(APIError) -> DirectoryOutput<Status> {
        var statuses = try await desk.masters.statuses(for: principal)
        if let reference = input.fromStatus {
            var resolver = ReferenceResolver(desk, principal)
            let from = try await resolver.status(reference, "from_status")
            try resolver.finish()
            if let from, from.allowedNext == nil {
                throw .invalid("from_status", "cannot be answered: the API does not say which statuses may follow; see get_ticket_detail.")
            }
            statuses = statuses.filter { from?.allowedNext?.contains($0.key) == true }
        }
        if let group = input.group { statuses = statuses.filter { $0.group == group.rawValue } }
        return DirectoryOutput(whole: statuses, limit: desk.configuration.limits.listedMasters, format: input.format)
    }
}

extension Status: DirectoryRow {
    static let noun = "statuses"
    static let isPaged = false

    static let columns = ["id", "key", "name", "name_ja", "group", "is_terminal", "allowed_next"]

    var cells: [String] {
        [String(id), key, name, nameJA ?? "", group, String(isTerminal), allowedNext?.joined(separator: ", ") ?? "not told"]
    }

    var line: String {
        let next = allowedNext.map { $0.isEmpty ? "none" : $0.map { $0.oneLine(60) }.joined(separator: ", ") } ?? "not told"
        let names = [name, nameJA].compactMap { $0?.oneLine(100) }.joined(separator: " / ")
        return "\(id) \(key.oneLine(60)) | \(names) | group \(group.oneLine(60)) | next: \(next)\(isTerminal ? " | end" : "")"
    }

    static let schema = OutputSchema<Status>.object(
        field("id", { $0.id }, .integer), field("key", { $0.key }, .string), field("name", { $0.name }, .string),
        field("name_ja", ifPresent: { $0.nameJA }, .string), field("group", { $0.group }, .string),
        field("is_terminal", { $0.isTerminal }, .boolean), field("allowed_next", ifPresent: { $0.allowedNext }, .array(of: .string)))
}
