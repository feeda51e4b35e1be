internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#endif

/// A server on loopback that answers each request with the bytes a closure gives, for what the real API never does.
final class ScriptedUpstream: Sendable {
    struct Request: Sendable {
        let method: String
        let target: String
        /// Lines as they came.
        let headers: [String]
        let body: String

        func header(_ name: String) -> String? {
            headers.first { $0.lowercased().hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
        }
    }

    /// What becomes of a request.
    enum Answer: Sendable {
        case bytes(String)
        /// Nothing is sent until the client closes the connection.
        case hang
    }

    let url: String
    private let listener: Int32
    private let seen = Mutex<[Request]>([])
    private let hungUp: AsyncStream<Void>
    private let noteHangUp: AsyncStream<Void>.Continuation

    init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        listener = socket(AF_INET, streamSocket, 0)
        guard listener >= 0 else { throw SystemError("socket") }
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard result else { throw SystemError("listen") }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        (hungUp, noteHangUp) = AsyncStream.makeStream()
        startThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                // A signal, or a client that left before it was taken, is no end.
                if connection < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard connection >= 0 else {
                    // Closed here and nowhere else: its number may be another socket's at once.
                    close(listener)
                    return
                }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                startThread { [weak self] in
                    Self.serve(connection, answer) { self?.note($0) }
                    self?.noteHangUp.yield()
                    close(connection)
                }
            }
        }
    }

    /// Answers everything with one response.
    convenience init(_ status: Int, _ headers: [String], _ body: String) throws {
        let bytes = Self.response(status, headers, body)
        try self.init { _ in .bytes(bytes) }
    }

    /// Answers requests one after the other, and leaves what comes after them without an answer.
    convenience init(inOrder answers: [String]) throws {
        let next = Mutex(0)
        try self.init { _ in
            let index = next.withLock { next in
                next += 1
                return next - 1
            }
            return index < answers.count ? .bytes(answers[index]) : .hang
        }
    }

    /// The thread that accepts sees it, and ends.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    var requests: [Request] { seen.withLock { $0 } }

    /// Returns when a client has closed a connection.
    func waitForHangUp() async {
        for await _ in hungUp { return }
    }

    static func response(_ status: Int, _ headers: [String], _ body: String) -> String {
        (["HTTP/1.1 \(status) Reason", "Content-Length: \(body.utf8.count)"] + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    private func note(_ request: Request) { seen.withLock { $0.append(request) } }

    private static func serve(_ connection: Int32, _ answer: (Request) -> Answer, _ note: (Request) -> Void) {
        var pending: [UInt8] = []
        while let request = read(&pending, from: connection) {
            note(request)
            switch answer(request) {
            case .bytes(let text):
                guard send(text, over: connection) else { return }
                // A body shorter than it was said to be is followed by the end.
                if text.contains("Connection: close") { return }
            case .hang:
                while fill(&pending, from: connection) {}
                return
            }
        }
    }

    private static func read(_ pending: inout [UInt8], from connection: Int32) -> Request? {
        var end: Int?
        while true {
            end = pending.indices.first { pending[$0...].starts(with: [13, 10, 13, 10]) }
            if end != nil { break }
            guard fill(&pending, from: connection) else { return nil }
        }
        let head = end ?? 0
        let lines = String(decoding: pending[..<head], as: UTF8.self).split(separator: "\r\n").map(String.init)
        pending.removeFirst(head + 4)
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        while pending.count < length {
            guard fill(&pending, from: connection) else { return nil }
        }
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        let body = String(decoding: pending.prefix(length), as: UTF8.self)
        pending.removeFirst(length)
        guard words.count == 3 else { return nil }
        return Request(method: words[0], target: words[1], headers: Array(lines.dropFirst()), body: body)
    }

    private static func fill(_ pending: inout [UInt8], from connection: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        pending += buffer[..<count]
        return true
    }

    private static func send(_ text: String, over connection: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            #if canImport(Darwin)
                let count = bytes.withUnsafeBytes {
                    Darwin.send(connection, $0.baseAddress.map { $0 + sent }, bytes.count - sent, noSignal)
                }
            #else
                let count = bytes.withUnsafeBytes { Glibc.send(connection, $0.baseAddress.map { $0 + sent }, bytes.count - sent, noSignal) }
            #endif
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
