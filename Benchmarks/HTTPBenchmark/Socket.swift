#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A connection to a server on loopback.
struct Socket {
    let descriptor: Int32

    init(port: UInt16) {
        #if os(Linux)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        precondition(result == 0, "nobody listens at port \(port)")
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    func write(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, 0) }
            precondition(count > 0, "the server has closed the connection")
            sent += count
        }
    }

    /// Appends what is there to read; blocks if nothing is.
    func read(into buffer: inout [UInt8]) {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { chunk in
            let count = recv(descriptor, chunk.baseAddress, chunk.count, 0)
            precondition(count > 0, "the server has closed the connection: \(String(decoding: buffer.suffix(300), as: UTF8.self))")
            buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
    }

    func shut() {
        close(descriptor)
    }

    /// Blocks until one of several can be read.
    /// - Returns: the places of those that can.
    static func readable(_ polls: inout [pollfd]) -> [Int] {
        poll(&polls, nfds_t(polls.count), 10_000)
        return polls.indices.filter { polls[$0].revents != 0 }
    }
}
