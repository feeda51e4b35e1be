internal import MCPCore

struct GetCategories: ReadTool, TicketTool {
    struct Input: Sendable {
        let query: String?
        let active: Bool?
        let includeDetails: Bool
        let format: TextFormat?
    }

    static let name = "get_categories"
    static let description = "Lists ticket categories."

    static let input = Schema<Input>.object(
        optional("query", .words(200)),
        optional("active", .boolean),
        defaulted("include_details", "The second level too.", .boolean, false, as: false),
        listFormat(),
        build: Input.init)
    let desk: Desk

    func run(_ input: Input, as principal: Principal) async throws(APIError) -> DirectoryOutput<CategoryRow> {
        let needle = input.query?.folded
        let categories = try await desk.masters.categories(for: principal).filter { category in
            (input.active ?? category.active) == category.active && (needle.map { category.name.folded.contains($0) } ?? true)
        }
        var details: [Int: [CategoryDetail]]?
        if input.includeDetails {
            let all = try await desk.masters.categoryDetails(for: principal)
            details = Dictionary(grouping: all.filter { (input.active ?? $0.active) == $0.active }, by: \.categoryID)
        }
        let rows = categories.map { category in CategoryRow(category: category, details: details.map { $0[category.id] ?? [] }) }
        return DirectoryOutput(whole: rows, limit: desk.configuration.limits.listedMasters, format: input.format)
    }
}

/// A category in a list, with its details where they were asked for.
struct CategoryRow: DirectoryRow {
    let category: Category
    let details: [CategoryDetail]?

    static let noun = "categories"
    static let isPaged = false

    static let columns = ["id", "name", "detail_count", "active", "details"]

    var cells: [String] {
        let names = details?.map { "\($0.id) \($0.name)" }.joined(separator: "; ")
        return [String(category.id), category.name, String(category.detailCount), String(category.active), names ?? ""]
    }

    var line: String {
        let head = "\(category.id) \(category.name.oneLine(200))\(category.active ? "" : " | inactive")"
        guard let details else { return head + " | \(category.detailCount) details" }
        return ([head] + details.map { "    \($0.line)" }).joined(separator: "\n")
    }

    static let schema = OutputSchema<CategoryRow>.object(
        field("id", { $0.category.id }, .integer), field("name", { $0.category.name }, .string),
        field("detail_count", { $0.category.detailCount }, .integer), field("active", { $0.category.active }, .boolean),
        field("details", ifPresent: { $0.details }, .array(of: CategoryDetail.schema)))
}
