/// One JSON-RPC message, read in one pass over its bytes. What it asks for is still a slice.
package enum Envelope: Sendable {
    case request(RequestID, method: String, Params)
    case notification(method: String, Params)
    /// Without an id where its sender could not tell what it answers.
    case response(RequestID?, JSONSlice)
    /// The elements of an array; each is an envelope of its own.
    case batch([RawMessage])
    /// Not a message; answered under the id if one could be read, else under null (JSON-RPC 2.0, section 5).
    case malformed(RequestID?, MCPError)

    package init(_ message: RawMessage, limits: JSONLimits) {
        let bytes = message.bytes
        let index: MessageIndex
        do {
            index = try MessageIndex(scanning: bytes, limits: limits)
        } catch {
            self = .malformed(nil, MCPError(error.reason.isLimit ? .invalidRequest : .parseError, "Unreadable message: \(error)"))
            return
        }
        switch bytes[index.value.lowerBound] {
        case UInt8(ascii: "{"): self.init(object: index, in: bytes)
        case UInt8(ascii: "["): self = .batch(index.elements.map { RawMessage(Array(bytes[$0])) })
        default: self = .malformed(nil, MCPError(.invalidRequest, "A message must be an object"))
        }
    }

    private init(object index: MessageIndex, in bytes: [UInt8]) {
        let outer = Params(storage: bytes, members: JSONMembers(all: index.members, place: .message))
        let idSlice = outer["id"]
        let id = idSlice.flatMap { RequestID($0.value) }
        let method = outer["method"]
        if method == nil, outer["result"] != nil || outer["error"] != nil {
            // Whatever is wrong with a response, it is never answered: two peers could go on for ever.
            self = .response(id, JSONSlice(unchecked: bytes, index.value))
        } else if idSlice != nil, id == nil {
            self = .malformed(nil, MCPError(.invalidRequest, "id must be a string or a number"))
        } else if outer["jsonrpc"]?.string != "2.0" {
            self = .malformed(id, MCPError(.invalidRequest, "jsonrpc must be \"2.0\""))
        } else if let method {
            self.init(method: method, id, outer["params"], Params(storage: bytes, members: JSONMembers(all: index.members, place: .params)))
        } else {
            self = .malformed(id, MCPError(.invalidRequest, "method is missing"))
        }
    }

    private init(method: JSONSlice, _ id: RequestID?, _ slice: JSONSlice?, _ params: Params) {
        guard let method = method.string else {
            self = .malformed(id, MCPError(.invalidRequest, "method must be a string"))
            return
        }
        guard let id else {
            self = .notification(method: method, params)
            return
        }
        // An explicit null is how some clients write "no parameters".
        if let slice, !slice.isObject, !slice.isNull {
            self = .malformed(id, .invalidParams("params must be an object"))
        } else {
            self = .request(id, method: method, params)
        }
    }
}

/// Where the parts of one message stand in its bytes.
private struct MessageIndex {
    let value: Range<Int>
    let members: [JSONMembers.Member]
    let elements: [Range<Int>]

    init(scanning bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var scanner = JSONScanner(buffer, limits: limits, indexesMessage: true)
            let value = try scanner.scanText()
            return MessageIndex(value: value, members: scanner.members, elements: scanner.outerElements)
        }
    }

    private init(value: Range<Int>, members: [JSONMembers.Member], elements: [Range<Int>]) {
        self.value = value
        self.members = members
        self.elements = elements
    }
}
