#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A connection to a server on loopback that answers with known lengths; calls block.
final class Connection {
    private let descriptor: Int32

    init?(port: UInt16) {
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
        guard result == 0 else { return nil }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    func exchange(_ request: String) -> (status: Int, body: String) {
        let bytes = Array(request.utf8)
        let sent = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
        precondition(sent == bytes.count, "the server has closed the connection")
        var buffer: [UInt8] = []
        var needed = Int.max
        var head = ""
        while buffer.count < needed {
            read(into: &buffer)
            guard needed == .max, let end = Self.end(of: buffer) else { continue }
            head = String(decoding: buffer[..<end], as: UTF8.self)
            let length = head.lowercased().firstRange(of: "content-length: ").map { head[$0.upperBound...].prefix { $0.isNumber } }
            needed = end + (length.flatMap { Int($0) } ?? 0)
            buffer.reserveCapacity(needed)
        }
        let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
        return (status, String(decoding: buffer[Self.end(of: buffer).orZero...], as: UTF8.self))
    }

    private func read(into buffer: inout [UInt8]) {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { chunk in
            let count = recv(descriptor, chunk.baseAddress, chunk.count, 0)
            precondition(count > 0, "the server has closed the connection")
            buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<count]))
        }
    }

    /// Where the head of a response ends.
    private static func end(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (3..<bytes.count).first { bytes[$0] == 10 && bytes[$0 - 1] == 13 && bytes[$0 - 2] == 10 }.map { $0 + 1 }
    }
}

extension Int? {
    fileprivate var orZero: Int { self ?? 0 }
}
