/// Names and values that nearly every request of this protocol has, and that are too long to lie in a string itself: as literals they need no
/// memory of their own.
enum KnownText {
    static func literal(of bytes: HeadBytes) -> String? {
        switch bytes.count {
        case 16: bytes.isExactly("application/json") ? "application/json" : nil
        case 17: bytes.isExactly("text/event-stream") ? "text/event-stream" : nil
        case 20 where bytes.isExactly("mcp-protocol-version"): "mcp-protocol-version"
        case 20 where bytes.isExactly("MCP-Protocol-Version"): "MCP-Protocol-Version"
        case 35: bytes.isExactly("application/json, text/event-stream") ? "application/json, text/event-stream" : nil
        default: nil
        }
    }
}
