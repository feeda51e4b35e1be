internal import MCPTransportHTTP

/// The one request of a connection that is being answered.
struct RunningExchange {
    let number: UInt64
    let isHead: Bool
    let isHTTP10: Bool
    let keepsAlive: Bool
    /// Nil until the response has begun.
    var framing: BodyFraming?
    /// Nil while the handler has not said whom to tell.
    var exchange: (any HTTPExchange)?

    /// - Parameter length: nil for a body that comes in pieces.
    func framing(of head: HTTPResponseHead, length: Int?) -> BodyFraming {
        if head.forbidsBody { return .none(length: nil) }
        if isHead { return .none(length: length) }
        if let length { return .length(length) }
        return isHTTP10 ? .untilClose : .chunked
    }
}
