#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// One HTTP/1.1 GET over a socket that blocks, within a time limit for each step.
struct HealthProbe {
    enum Answer: Hashable, CustomStringConvertible {
        case status(Int)
        /// In the system's words.
        case unreachable(String)
        case notHTTP

        var description: String {
            switch self {
            case .status(let code): "status \(code)"
            case .unreachable(let reason): reason
            case .notHTTP: "no answer in HTTP"
            }
        }
    }

    /// Numeric.
    let address: String
    let port: Int
    let host: String
    let path: String
    let seconds: Int

    func ask() -> Answer {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, String(port), &hints, &found) == 0, let place = found else {
            return .unreachable("\(address) is no address")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(place.pointee.ai_family, place.pointee.ai_socktype, 0)
        guard descriptor >= 0 else { return .unreachable(Self.reason) }
        defer { close(descriptor) }
        // Linux bounds connecting by the same option.
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        guard connect(descriptor, place.pointee.ai_addr, place.pointee.ai_addrlen) == 0 else { return .unreachable(Self.reason) }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n".utf8)
        // A new connection has room for so little at once.
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return .unreachable(Self.reason) }
        return answer(descriptor)
    }

    /// Reads up to the status, `HTTP/1.1 200`.
    private func answer(_ descriptor: Int32) -> Answer {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 12)
        while line.count < 12 {
            let count = recv(descriptor, &chunk, 12 - line.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .unreachable(Self.reason) }
            guard count > 0 else { return .notHTTP }
            line += chunk[..<count]
        }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count == 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return .notHTTP }
        return .status(status)
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
