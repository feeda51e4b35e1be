internal import MCPCore
internal import MCPTransportHTTP

/// What a responder was told.
enum ResponseOperation {
    case respond(HTTPResponseHead, [UInt8])
    case begin(HTTPResponseHead)
    case write([UInt8])
    case end
    /// A direct line to the peer, for as long as the response goes on.
    case open(DirectLine)
    /// The responder was dropped, whatever it had done.
    case abandon

    var bodyBytes: Int {
        if case .write(let bytes) = self { bytes.count } else { 0 }
    }

    var isLast: Bool {
        switch self {
        case .respond, .end, .abandon: true
        case .begin, .write, .open: false
        }
    }
}
