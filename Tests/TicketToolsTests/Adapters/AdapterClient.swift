internal import MCPCore
internal import Testing
internal import TicketServer

@testable internal import TicketTools

/// The tools over a stand-in, with the mapping file that the package ships.
enum AdapterClient {
    static func make(_ name: String, _ server: StandIn) throws -> ToolClient {
        var configuration = TicketConfiguration(baseURL: try BaseURL(server.upstream.url), apiKey: Secret("canary-key"))
        configuration.mapping = try UpstreamMapping(file: path(name))
        return ToolClient(configuration, over: server.upstream)
    }

    /// In the package, whose tests know where they were built.
    static func path(_ name: String) -> String {
        let folders = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        return folders.joined(separator: "/") + "/Examples/Adapters/\(name).yaml"
    }

    static let tools: Set = [
        "get_ticket_list", "get_ticket_detail", "create_ticket", "update_ticket", "add_ticket_history", "get_users", "get_accounts",
        "get_categories", "get_category_details", "get_statuses", "get_request_channels",
    ]
}
