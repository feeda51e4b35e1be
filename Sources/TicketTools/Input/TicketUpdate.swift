internal import MCPCore

/// The arguments of `update_ticket`.
struct TicketUpdate: Sendable {
    /// Fields that can be empty.
    enum Clearable: String, Sendable, CaseIterable {
        case category = "category_id"
        case detail = "category_detail_id"
        case account = "account_id"
        case requester = "requester_id"
        case assignee = "assignee_id"
        case dueAt = "due_at"
        case tags, description
    }

    /// Fields and their new values.
    struct Values: Sendable {
        let title: String?
        let description: String?
        let status: Reference?
        let priority: Priority?
        let category: Reference?
        let detail: Reference?
        let channel: Reference?
        let account: Reference?
        let requester: Reference?
        let assignee: Reference?
        let dueAt: TimeInput?
    }

    let ticket: TicketReference
    let version: VersionMatch
    let values: Values?
    let clear: [Clearable]?
    let addTags: [String]?
    let removeTags: [String]?
    let comment: String?
    let isDryRun: Bool?

    private static let valueSchema = Schema<Values>.object(
        optional("title", .text(200)),
        optional("description", .string(0...20_000)),
        optional("status", "One of the next statuses.", .reference),
        optional("priority", .choice),
        optional("category_id", .reference),
        optional("category_detail_id", .reference),
        optional("request_channel_id", .reference),
        optional("account_id", .reference),
        optional("requester_id", .reference),
        optional("assignee_id", "Also \"me\".", .reference),
        optional("due_at", .time),
        build: Values.init
    ).acceptingShortNames(
        of: "category_id", "category_detail_id", "request_channel_id", "account_id", "requester_id", "assignee_id")

    static let schema = Schema<TicketUpdate>.object(
        required("ticket", "Id or number.", .ticket),
        required("expected_version", "As read; \"latest\" overwrites others' changes.", .expectedVersion),
        optional("set", "New values; ids or exact names.", valueSchema),
        optional("clear", "Fields to empty.", .list(of: .choice, 8)),
        optional("add_tags", .list(of: .words(50), 20)),
        optional("remove_tags", .list(of: .words(50), 20)),
        optional("comment", "Goes into the history.", .text(20_000)),
        optional("dry_run", "", .boolean),
        build: TicketUpdate.init
    ).accepting { object, decoder in
        let object = object.gatheringValues()
        // Whether "nothing" is meant, or "empty it", cannot be known; the one would be silent, the other destructive.
        for member in object["set"]?.object?.members ?? [] where member.value.isNull {
            decoder.inMember("set.\(member.key.prefix(60))") {
                $0.report("must not be null; leave it out to keep what is there, or name it in clear to empty it")
            }
        }
        return object
    }
}

extension JSONObject {
    /// Values that stand beside `set` are put into it: models write them there, and they can mean nothing else. Where a value stands in
    /// both places, it stays where it is and is refused.
    fileprivate func gatheringValues() -> JSONObject {
        let names = [
            "title", "description", "status", "priority", "category_id", "category", "category_detail_id", "category_detail",
            "request_channel_id", "request_channel", "account_id", "account", "requester_id", "requester", "assignee_id", "assignee",
            "due_at",
        ]
        var object = self
        guard object["set"].map({ $0.isNull || $0.object != nil }) ?? true else { return object }
        var values = object["set"]?.object ?? JSONObject()
        for name in names where values[name] == nil {
            guard let value = object[name] else { continue }
            values[name] = value
            object[name] = nil
        }
        if !values.isEmpty { object["set"] = .object(values) }
        return object
    }
}
