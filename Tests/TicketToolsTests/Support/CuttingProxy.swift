internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#endif

/// Stands between a client and a server on loopback, passes bytes on, and cuts connections in the middle of whatever they are at.
final class CuttingProxy: Sendable {
    let url: String
    private let listener: Int32
    private let connections = Mutex<[Int32]>([])
    private let accepted = Mutex(0)
    /// Bytes from the server that a connection may carry before it is cut; none for no limit.
    private let budget = Mutex<[Int]>([])

    /// - Parameter upstream: `http://127.0.0.1:PORT`.
    init(to upstream: String) throws {
        guard let port = upstream.split(separator: ":").last.flatMap({ UInt16($0) }) else { throw SystemError("port of \(upstream)") }
        listener = socket(AF_INET, streamSocket, 0)
        guard listener >= 0 else { throw SystemError("socket") }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var address = Self.loopback(0)
        let listener = listener
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard result else { throw SystemError("listen") }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        startThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                if client < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard client >= 0 else {
                    close(listener)
                    return
                }
                self?.serve(client, port)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in connections.withLock({ $0 }) { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    /// Connections that clients have made.
    var count: Int { accepted.withLock { $0 } }

    /// The next connections are cut after so many bytes of the server's, the first of them after the first number.
    func cut(after bytes: [Int]) { budget.withLock { $0 = bytes } }

    /// Cuts whatever is open now.
    func cut() {
        for connection in connections.withLock({ $0 }) { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    private func serve(_ client: Int32, _ port: UInt16) {
        let server = socket(AF_INET, streamSocket, 0)
        var address = Self.loopback(port)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(server)
            close(client)
            return
        }
        accepted.withLock { $0 += 1 }
        connections.withLock { $0 += [client, server] }
        let limit = budget.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        let pair = Pair(client: client, server: server)
        for (from, to, limit) in [(client, server, nil), (server, client, limit)] {
            startThread { [weak self] in
                Self.pump(from, to, limit)
                for connection in [pair.client, pair.server] { shutdown(connection, Int32(SHUT_RDWR)) }
                guard pair.isLast() else { return }
                self?.connections.withLock { $0.removeAll { $0 == pair.client || $0 == pair.server } }
                close(pair.client)
                close(pair.server)
            }
        }
    }

    private static func pump(_ from: Int32, _ to: Int32, _ limit: Int?) {
        var left = limit ?? Int.max
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while left > 0 {
            let count = recv(from, &buffer, min(buffer.count, left), 0)
            guard count > 0 else { return }
            left -= count
            var sent = 0
            while sent < count {
                let written = buffer.withUnsafeBytes { send(to, $0.baseAddress.map { $0 + sent }, count - sent, noSignal) }
                guard written > 0 else { return }
                sent += written
            }
        }
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Two descriptors that are closed by whoever is done last.
    private final class Pair: Sendable {
        let client: Int32
        let server: Int32
        private let ends = Mutex(2)

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }

        func isLast() -> Bool {
            ends.withLock {
                $0 -= 1
                return $0 == 0
            }
        }
    }
}
