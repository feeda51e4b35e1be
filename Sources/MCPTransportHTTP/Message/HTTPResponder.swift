public import MCPCore

/// The way back of one request, which a web server provides.
///
/// Exactly one of ``respond(_:_:)`` and ``begin(_:)`` is called, once. All may be called from any thread; what one thread writes goes out in
/// the order in which it wrote. After the connection has gone, everything does nothing.
public protocol HTTPResponder: AnyObject, Sendable {
    /// Sends a whole response, in one write where the system takes it.
    func respond(_ head: HTTPResponseHead, _ body: [UInt8])

    /// Sends the head of a response whose body comes in pieces, until ``end()``.
    func begin(_ head: HTTPResponseHead)

    /// Sends a piece of the body at once.
    /// - Returns: how many bytes of this response wait to be taken by the peer, this piece included; nil if the connection is gone.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Int?

    /// Suspends until what waits is below the server's low-water mark, or the connection is gone.
    func drained() async

    /// Ends the response.
    func end()

    /// The thread on which the handler is called, if what answers the request may go on there: this one writes without waking another.
    var thread: (any CallThread)? { get }

    /// Has somebody told of the response. Called while the handler is, before there is a response.
    /// - Parameters:
    ///   - tag: what the observer is told with it.
    ///   - isGet: of the request's method.
    /// - Returns: false if he will not be told, and a ``ResponseWatch`` has to.
    func tell(_ observer: any ResponseObserver, tag: Int, isGet: Bool) -> Bool
}

extension HTTPResponder {
    /// None: a web server that has nothing to gain by it need not know.
    public var thread: (any CallThread)? { nil }
    /// Not told: what stands between tells it.
    public func tell(_ observer: any ResponseObserver, tag: Int, isGet: Bool) -> Bool { false }
}

/// A responder that can be written to over a direct line.
package protocol DirectResponder: HTTPResponder {
    /// Makes a line for the response that has begun; called once. Nil where the connection has none.
    func openLine() -> DirectLine?
}

/// A request that is being served.
public protocol HTTPExchange: AnyObject, Sendable {
    /// The connection is gone before the response was ended.
    func disconnected()
}
