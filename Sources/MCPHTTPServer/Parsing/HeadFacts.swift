/// What the fields of a request's head say to the server.
struct HeadFacts {
    private(set) var contentLength: Int?
    private(set) var isChunked = false
    private(set) var expectsContinue = false
    /// The peer will send nothing more.
    private(set) var closes = false
    private(set) var hosts = 0

    /// Takes note of a field. Names are told apart by their length first.
    mutating func take(_ name: HeadBytes, _ value: HeadBytes) throws(Refusal) {
        switch name.count {
        case 4 where name.isToken("host"): hosts += 1
        case 6 where name.isToken("expect"):
            guard value.isToken("100-continue") else { throw .unknownExpectation }
            expectsContinue = true
        case 10 where name.isToken("connection"): if value.lists("close") { closes = true }
        case 14 where name.isToken("content-length"):
            guard contentLength == nil, let length = value.decimal else { throw .ambiguousLength }
            contentLength = length
        case 17 where name.isToken("transfer-encoding"):
            guard !isChunked else { throw .ambiguousLength }
            guard value.isToken("chunked") else { throw .unknownCoding }
            isChunked = true
        default: break
        }
    }
}
