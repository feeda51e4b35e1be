internal import MCPCore

struct GetCategoryDetails: ReadTool, TicketTool {
    struct Input: Sendable {
        let category: Reference?
        let categories: [Reference]?
        let query: String?
        let active: Bool?
        let format: TextFormat?
    }

    static let name = "get_category_details"
    static let description = "Lists the second level of categories, with the fields each wants."

    static let input = Schema<Input>.object(
        optional("category_id", "Id or name. This or category_ids is needed.", .reference),
        optional("category_ids", .list(of: .reference, 50)),
        optional("query", .words(200)),
        optional("active", .boolean),
        listFormat(),
        build: Input.init
    ).map { input, decoder in
        if input.category != nil || input.categories?.isEmpty == false { return input }
        decoder.inMember("category_id") { $0.report("is required, or category_ids (get_categories lists them)") }
        return nil
    }.acceptingShortNames(of: "category_id")
    let desk: Desk

    func run(_ input: Input, as principal: Principal) async throws(APIError) -> DirectoryOutput<CategoryDetail> {
        var resolver = ReferenceResolver(desk, principal)
        var ids: Set<Int> = []
        if let reference = input.category, let found = try await resolver.category(reference, "category_id") { ids.insert(found.id) }
        for (index, reference) in (input.categories ?? []).enumerated() {
            if let found = try await resolver.category(reference, "category_ids[\(index)]") { ids.insert(found.id) }
        }
        try resolver.finish()
        let needle = input.query?.folded
        let details = try await desk.masters.categoryDetails(for: principal).filter { detail in
            ids.contains(detail.categoryID) && (input.active ?? detail.active) == detail.active
                && (needle.map { detail.name.folded.contains($0) } ?? true)
        }
        return DirectoryOutput(whole: details, limit: desk.configuration.limits.listedMasters, format: input.format)
    }
}

extension CategoryDetail: DirectoryRow {
    static let noun = "category details"
    static let isPaged = false

    static let columns = ["id", "category_id", "name", "active", "required_fields"]

    var cells: [String] { [String(id), String(categoryID), name, String(active), requiredFields.joined(separator: ", ")] }

    var line: String {
        let wants = requiredFields.isEmpty ? "" : " | wants: \(requiredFields.map { $0.oneLine(60) }.joined(separator: ", "))"
        return "\(id) \(name.oneLine(200)) | category \(categoryID)\(wants)\(active ? "" : " | inactive")"
    }

    static let schema = OutputSchema<CategoryDetail>.object(
        field("id", { $0.id }, .integer), field("category_id", { $0.categoryID }, .integer), field("name", { $0.name }, .string),
        field("active", { $0.active }, .boolean), field("required_fields", { $0.requiredFields }, .array(of: .string)))
}
