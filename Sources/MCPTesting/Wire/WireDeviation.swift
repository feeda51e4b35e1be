internal import MCPCore

/// What a server may say although the schemas have no words for it, because what they are built on demands it.
///
/// All such exceptions stand here. Each gives the message as the schemas would have it, which is then checked like any other.
enum WireDeviation {
    /// An error under a null id, since the id of what it answers could not be told (JSON-RPC 2.0, section 5, "id").
    ///
    /// The schemas know no null ids: until 2025-06-18 they demand a string or an integer, from 2025-11-25 on the id may be left out. It is
    /// for what could not be read and for what is no message that may be sent here, and for nothing else.
    static func errorUnderNullID(_ message: JSON) -> JSON? {
        guard case .object(var members) = message, members["id"] == .null, let code = message["error"]?["code"]?.integer,
            [-32700, -32600].contains(code)
        else { return nil }
        members["id"] = 0
        return .object(members)
    }
}
