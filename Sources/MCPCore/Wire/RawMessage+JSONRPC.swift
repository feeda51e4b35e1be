extension RawMessage {
    /// A response with a result; `write` appends its members.
    static func result(to id: RequestID, capacity: Int = 256, _ write: (inout JSONWriter) throws(MCPError) -> Void) throws(MCPError)
        -> RawMessage
    {
        var writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("id")
        writer.id(id)
        writer.key("result")
        writer.beginObject()
        try write(&writer)
        writer.endObject()
        writer.endObject()
        return RawMessage(writer.bytes)
    }

    /// A response with an error; under a null id where the request could not be told.
    package static func error(_ error: MCPError, to id: RequestID?) -> RawMessage {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("id")
        if let id { writer.id(id) } else { writer.null() }
        writer.key("error")
        writer.error(error)
        writer.endObject()
        return RawMessage(writer.bytes)
    }

    /// A request of ours; `write` appends the members of its `params`.
    static func request(_ id: RequestID, _ method: StaticString, _ write: (inout JSONWriter) -> Void) -> RawMessage {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("id")
        writer.id(id)
        writer.key("method")
        writer.string(method.description)
        writer.key("params")
        writer.beginObject()
        write(&writer)
        writer.endObject()
        writer.endObject()
        return RawMessage(writer.bytes)
    }

    /// A notification; `write` appends the members of its `params`.
    static func notification(_ method: StaticString, _ write: (inout JSONWriter) -> Void) -> RawMessage {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("method")
        writer.string(method.description)
        writer.key("params")
        writer.beginObject()
        write(&writer)
        writer.endObject()
        writer.endObject()
        return RawMessage(writer.bytes)
    }

    /// Responses of one batch, in one array.
    static func batch(_ responses: [RawMessage]) -> RawMessage {
        RawMessage(Array("[".utf8) + responses.map(\.bytes).joined(separator: [UInt8(ascii: ",")]) + Array("]".utf8))
    }
}

extension JSONWriter {
    mutating func error(_ error: MCPError) {
        beginObject()
        key("code")
        integer(Int64(error.code.rawValue))
        key("message")
        string(error.message)
        if let data = error.data {
            key("data")
            value(data)
        }
        endObject()
    }

    mutating func id(_ id: RequestID) {
        switch id {
        case .integer(let value): integer(value)
        case .number(let value): raw(value.literal)
        case .string(let value): string(value)
        }
    }
}
