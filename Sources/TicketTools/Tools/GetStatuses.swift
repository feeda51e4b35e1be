internal import MCPCore

struct GetStatuses: ReadTool, TicketTool {
    struct Input: Sendable {
        let group: StatusGroup?
        let fromStatus: Reference?
    }

    static let name = "get_statuses"
    static let title: String? = "Statuses"
    static let description = "Lists ticket statuses and which may follow which."

    static let input = Schema<Input>.object(
        optional("group", .choice),
        optional("from_status", "Those that may follow this one.", .reference),
        build: Input.init)
    let desk: Desk

    func run(_ input: Input, as principal: Principal) async throws(APIError) -> DirectoryOutput<Status> {
        var statuses = try await desk.masters.statuses(for: principal)
        if let reference = input.fromStatus {
            var resolver = ReferenceResolver(desk, principal)
            let from = try await resolver.status(reference, "from_status")
            try resolver.finish()
            statuses = statuses.filter { from?.allowedNext.contains($0.key) == true }
        }
        if let group = input.group { statuses = statuses.filter { $0.group == group.rawValue } }
        return DirectoryOutput(whole: statuses, limit: desk.configuration.limits.listedMasters)
    }
}

extension Status: DirectoryRow {
    static let noun = "statuses"
    static let isPaged = false

    var line: String {
        let next = allowedNext.isEmpty ? "none" : allowedNext.map { $0.oneLine(60) }.joined(separator: ", ")
        let names = [name, nameJA].compactMap { $0?.oneLine(100) }.joined(separator: " / ")
        return "\(id) \(key.oneLine(60)) | \(names) | group \(group.oneLine(60)) | next: \(next)\(isTerminal ? " | end" : "")"
    }

    static let schema = OutputSchema<Status>.object(
        field("id", { $0.id }, .integer), field("key", { $0.key }, .string), field("name", { $0.name }, .string),
        field("name_ja", ifPresent: { $0.nameJA }, .string), field("group", { $0.group }, .string),
        field("is_terminal", { $0.isTerminal }, .boolean), field("allowed_next", { $0.allowedNext }, .array(of: .string)))
}
