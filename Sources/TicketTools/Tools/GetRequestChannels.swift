internal import MCPCore

struct GetRequestChannels: ReadTool, TicketTool {
    struct Input: Sendable {
        let active: Bool?
        let format: TextFormat?
    }

    static let name = "get_request_channels"
    static let description = "Lists the ways requests come in: phone, mail …"

    static let input = Schema<Input>.object(optional("active", .boolean), listFormat(), build: Input.init)
    let desk: Desk

    func run(_ input: Input, as principal: Principal) async throws(APIError) -> DirectoryOutput<RequestChannel> {
        let channels = try await desk.masters.requestChannels(for: principal).filter { (input.active ?? $0.active) == $0.active }
        return DirectoryOutput(whole: channels, limit: desk.configuration.limits.listedMasters, format: input.format)
    }
}

extension RequestChannel: DirectoryRow {
    static let noun = "request channels"
    static let isPaged = false

    static let columns = ["id", "key", "name", "active"]

    var cells: [String] { [String(id), key, name, String(active)] }

    var line: String { "\(id) \(key.oneLine(60)) | \(name.oneLine(200))\(active ? "" : " | inactive")" }

    static let schema = OutputSchema<RequestChannel>.object(
        field("id", { $0.id }, .integer), field("key", { $0.key }, .string), field("name", { $0.name }, .string),
        field("active", { $0.active }, .boolean))
}
