import MCPCore

/// What an input schema can say.
enum SchemaTools {
    static let all: [RegisteredTool] = [
        RegisteredTool(
            "test_x_mcp_header", "Has an argument that is repeated in a header.",
            input: Schema<String?>.object(
                optional("region", "Where the request is to go.", .string.annotated("x-mcp-header", "Region"))
            ) { $0 }
        ) { region, _ in "region=\(region ?? "none")" },
        RegisteredTool(
            ToolDefinition(
                name: "json_schema_2020_12_tool", description: "Has a schema of its own making.", inputSchema: RawJSON(contact))
        ) { _, _ in ToolResult("JSON Schema 2020-12 works.") },
    ]

    /// A schema goes to clients as it was written, whatever it uses.
    private static let contact: JSON = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": [
            "address": [
                "$anchor": "addressDef", "type": "object",
                "properties": ["street": ["type": "string"], "city": ["type": "string"]],
            ]
        ],
        "properties": [
            "name": ["type": "string"],
            "address": ["$ref": "#/$defs/address"],
            "contactMethod": ["type": "string", "enum": ["phone", "email"]],
            "phone": ["type": "string"],
            "email": ["type": "string"],
        ],
        "allOf": [["anyOf": [["required": ["phone"]], ["required": ["email"]]]]],
        "if": ["properties": ["contactMethod": ["const": "phone"]], "required": ["contactMethod"]],
        "then": ["required": ["phone"]],
        "else": ["required": ["email"]],
        "additionalProperties": false,
    ]
}
