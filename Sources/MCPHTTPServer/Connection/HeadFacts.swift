internal import MCPTransportHTTP

/// What the fields of a request's head say to the server.
struct HeadFacts {
    private(set) var contentLength: Int?
    private(set) var isChunked = false
    private(set) var expectsContinue = false
    private(set) var asksForUpgrade = false
    private(set) var hosts = 0

    init(_ fields: [HTTPHeaders.Field], _ limits: HTTPServerLimits) throws(Refusal) {
        guard fields.count <= limits.headerFields else { throw .headersTooLarge }
        var total = 0
        for index in fields.indices {
            let field = fields[index]
            let length = field.name.utf8.count + field.value.utf8.count
            total += length + 4
            guard length <= limits.headerFieldBytes, total <= limits.headerBytes else { throw .headersTooLarge }
            guard field.value.isFieldValue else { throw .malformed }
            try take(field)
        }
        if contentLength != nil, isChunked { throw .ambiguousLength }
    }

    private mutating func take(_ field: HTTPHeaders.Field) throws(Refusal) {
        switch field.name.utf8.count {
        case 4 where field.name.isToken("host"): hosts += 1
        case 6 where field.name.isToken("expect"):
            guard field.value.isToken("100-continue") else { throw .unknownExpectation }
            expectsContinue = true
        case 7 where field.name.isToken("upgrade"): asksForUpgrade = true
        case 14 where field.name.isToken("content-length"):
            guard contentLength == nil, let length = Int(field.value), length >= 0 else { throw .ambiguousLength }
            contentLength = length
        case 17 where field.name.isToken("transfer-encoding"):
            guard !isChunked else { throw .ambiguousLength }
            guard field.value.isToken("chunked") else { throw .unknownCoding }
            isChunked = true
        default: break
        }
    }
}
