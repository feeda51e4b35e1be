internal import MCPCore
internal import Testing

@testable internal import TicketTools

@Suite struct ToolListTests {
    private let tools = ToolClient(TicketConfiguration()).server.tools

    @Test func namesAndTheirOrder() {
        #expect(
            tools.definitions.map(\.name) == [
                "get_ticket_list", "get_ticket_detail", "create_ticket", "update_ticket", "add_ticket_history", "get_users", "get_accounts",
                "get_categories", "get_category_details", "get_statuses", "get_request_channels",
            ])
    }

    @Test func budget() throws {
        var inputs = 0
        var all = 0
        for tool in tools.definitions {
            let input = RawJSON { $0.definition(tool, withOutput: false) }.bytes.count
            let whole = RawJSON { $0.definition(tool, withOutput: true) }.bytes.count
            print("\(tool.name): \(input) bytes, \(whole) with output")
            inputs += input
            all += whole
        }
        print("all: \(inputs) bytes, \(all) with output")
        #expect(inputs < 10_000)
        #expect(all < 18_000)
        #expect(TicketToolBox.instructions.utf8.count < 1_024)
    }

    /// Reports are paid for where they are asked for, and by nobody else.
    @Test func reportsComeOnTop() {
        let client = APIClient(configuration: TicketConfiguration())
        func names(_ withReports: Bool) -> [String] {
            TicketToolBox.catalog(client: client, configuration: TicketConfiguration(), withReports: withReports).tools.definitions.map(
                \.name)
        }
        #expect(names(false) == tools.definitions.map(\.name))
        #expect(names(true) == names(false) + ["export_tickets", "get_ticket_statistics"])
        #expect(TicketToolBox.toolsets[TicketToolBox.reports] == ["export_tickets", "get_ticket_statistics"])
        #expect(TicketToolBox.toolsets.values.reduce(Set()) { $0.union($1) } == Set(names(true)))
    }

    @Test func hints() {
        for tool in tools.definitions {
            let isWrite = ["create_ticket", "update_ticket", "add_ticket_history"].contains(tool.name)
            #expect(tool.annotations?.readOnly == !isWrite, "\(tool.name)")
            #expect(tool.annotations?.destructive == (isWrite ? tool.name == "update_ticket" : nil), "\(tool.name)")
            #expect(tool.annotations?.openWorld == (tool.name == "add_ticket_history"), "\(tool.name)")
            // A title would only say the name again, in every conversation.
            #expect(tool.title == nil && tool.outputSchema != nil, "\(tool.name)")
        }
    }

    @Test func schemasAreOnesThatEveryClientTakes() throws {
        for tool in tools.definitions {
            let schema = try JSON(parsing: tool.inputSchema.bytes)
            #expect(schema["type"] == "object", "\(tool.name)")
            #expect(schema["additionalProperties"] == false, "\(tool.name)")
            for keyword in ["oneOf", "anyOf", "allOf", "$ref", "$defs"] { #expect(!tool.inputSchema.text.contains("\"\(keyword)\"")) }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func definition(_ tool: ToolDefinition, withOutput: Bool) {
        beginObject()
        key("name")
        string(tool.name)
        if let title = tool.title {
            key("title")
            string(title)
        }
        if let description = tool.description {
            key("description")
            string(description)
        }
        key("inputSchema")
        raw(tool.inputSchema)
        if withOutput, let schema = tool.outputSchema {
            key("outputSchema")
            raw(schema)
        }
        if let annotations = tool.annotations {
            key("annotations")
            beginObject()
            for (name, value) in [
                ("readOnlyHint", annotations.readOnly), ("destructiveHint", annotations.destructive),
                ("idempotentHint", annotations.idempotent), ("openWorldHint", annotations.openWorld),
            ] {
                guard let value else { continue }
                key(name)
                bool(value)
            }
            endObject()
        }
        endObject()
    }
}
