internal import MCPCore

/// Is told of responses by whoever sends them, on their threads.
public protocol ResponseObserver: AnyObject, Sendable {
    /// A response has gone out, or is about to.
    /// - Parameters:
    ///   - tag: what the observer has given the watch.
    ///   - status: nil where the client was gone before there was one.
    func responseEnded(_ tag: Int, status: Int?, nanoseconds: Int64)
    /// A response turns out to be an event stream that a GET had asked for. Of such a one the end of the stream is told, and no other.
    func streamBegan(_ tag: Int)
    func streamEnded(_ tag: Int, nanoseconds: Int64)
}

/// Watches the response to one request, from the request on. For web servers that tell of their responses themselves; see
/// ``HTTPResponder/tell(_:tag:isGet:)``.
public struct ResponseWatch: Sendable {
    private enum Phase {
        case waiting
        /// A response whose body comes in pieces.
        case responding(status: Int)
        case streaming
        case ended
    }

    private let observer: any ResponseObserver
    private var tag: Int
    private var isGet: Bool
    private var begin = MonotonicClock.nanoseconds
    private var phase = Phase.waiting

    public init(_ observer: any ResponseObserver, tag: Int, isGet: Bool) {
        self.observer = observer
        self.tag = tag
        self.isGet = isGet
    }

    /// Watches the next response, for the same observer: whoever serves one request after the other need not take hold of it for each.
    /// - Returns: false where it is for another.
    package mutating func begins(_ observer: any ResponseObserver, tag: Int, isGet: Bool) -> Bool {
        guard self.observer === observer else { return false }
        self.tag = tag
        self.isGet = isGet
        begin = MonotonicClock.nanoseconds
        phase = .waiting
        return true
    }

    private var nanoseconds: Int64 { MonotonicClock.nanoseconds - begin }

    /// A whole response. To be called before the client has it: whoever asks for the metrics then finds it there.
    public mutating func responded(_ status: Int) {
        guard case .waiting = phase else { return }
        phase = .ended
        observer.responseEnded(tag, status: status, nanoseconds: nanoseconds)
    }

    /// A response whose body comes in pieces.
    public mutating func began(_ head: HTTPResponseHead) {
        guard case .waiting = phase else { return }
        if isGet, head.headers["content-type"]?.hasPrefix("text/event-stream") == true {
            phase = .streaming
            observer.streamBegan(tag)
        } else {
            phase = .responding(status: head.status)
        }
    }

    /// It has ended, or there will be none. Once is enough, and more do no harm.
    public mutating func ended() {
        switch phase {
        case .waiting: observer.responseEnded(tag, status: nil, nanoseconds: nanoseconds)
        case .responding(let status): observer.responseEnded(tag, status: status, nanoseconds: nanoseconds)
        case .streaming: observer.streamEnded(tag, nanoseconds: nanoseconds)
        case .ended: break
        }
        phase = .ended
    }
}
