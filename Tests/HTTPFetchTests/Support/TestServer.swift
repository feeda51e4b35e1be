#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#endif

/// A server on 127.0.0.1 and a port of the system's choice, with a blocking thread for each connection that a closure scripts.
final class TestServer: Sendable {
    typealias Script = @Sendable (Peer) throws -> Void

    let port: Int
    private let listener: Int32
    private let open = Shared<Set<Int32>>([])
    private let accepted = Shared(0)
    private let hasStopped = Shared(false)

    init(_ script: @escaping Script) {
        (listener, port) = Self.listen(backlog: 512)
        let (listener, open, accepted) = (listener, open, accepted)
        startThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                // A signal, or a client that left before it was taken, is no end.
                if descriptor < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard descriptor >= 0 else {
                    close(listener)
                    return
                }
                closeOnExec(descriptor)
                let number = accepted.increment()
                open.change { _ = $0.insert(descriptor) }
                startThread {
                    do { try script(Peer(descriptor, number: number)) } catch {}  // a client that goes is part of many tests
                    open.change {
                        $0.remove(descriptor)
                        close(descriptor)
                    }
                }
            }
        }
    }

    /// Answers each request on each connection.
    convenience init(answer: @escaping @Sendable (Peer, Peer.Request) throws -> Void) {
        self.init { peer in
            while let request = try peer.read() { try answer(peer, request) }
        }
    }

    deinit { stop() }

    func stop() {
        let isFirst = hasStopped.change { stopped in
            defer { stopped = true }
            return !stopped
        }
        guard isFirst else { return }
        // Descriptors are closed by those who use them: the number of a closed one may be another's by now.
        open.change { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    var connections: Int { accepted.value }
    var url: String { "http://127.0.0.1:\(port)" }

    /// A port that takes no connection: its queue is full and nobody accepts.
    static func unreachable() -> (port: Int, close: @Sendable () -> Void) {
        let (listener, port) = listen(backlog: 0)
        let fillers = (0..<4).map { _ in
            let descriptor = socket(AF_INET, streamType, 0)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            withLoopback(port) { _ = connect(descriptor, $0, $1) }
            return descriptor
        }
        return (port, { for descriptor in fillers + [listener] { close(descriptor) } })
    }

    /// A port nobody listens on.
    static func refusing() -> Int {
        let (listener, port) = listen(backlog: 1)
        close(listener)
        return port
    }

    private static func listen(backlog: Int32) -> (Int32, Int) {
        let listener = socket(AF_INET, streamType, 0)
        closeOnExec(listener)
        withLoopback(0) { precondition(bind(listener, $0, $1) == 0) }
        #if canImport(Darwin)
            Darwin.listen(listener, backlog)
        #else
            Glibc.listen(listener, backlog)
        #endif
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutableBytes(of: &address) { bytes in
            _ = getsockname(listener, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
        }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func withLoopback(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafeBytes(of: &address) { bytes in
            body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

/// Keeps a program that another test starts from holding the connection open.
private func closeOnExec(_ descriptor: Int32) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }

#if canImport(Darwin)
    private let streamType = SOCK_STREAM
#else
    private let streamType = Int32(SOCK_STREAM.rawValue)
#endif
