#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#endif

/// The server's end of a connection; all calls block.
final class Peer: Sendable {
    struct Request: Sendable {
        var method = ""
        var target = ""
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []

        func values(_ name: String) -> [String] { headers.filter { $0.name.lowercased() == name }.map(\.value) }
        func value(_ name: String) -> String? { values(name).first }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    struct Broken: Error {}

    /// Counted from 1 over the server's life.
    let number: Int
    private let descriptor: Int32
    private let pending = Shared<[UInt8]>([])

    init(_ descriptor: Int32, number: Int) {
        self.descriptor = descriptor
        self.number = number
    }

    /// The next request with its body; nil where the client has closed.
    func read() throws -> Request? {
        guard let head = try readHead() else { return nil }
        var request = Request()
        var lines = head.split(separator: "\r\n").makeIterator()
        let words = (lines.next() ?? "").split(separator: " ")
        guard words.count == 3 else { throw Broken() }
        request.method = String(words[0])
        request.target = String(words[1])
        while let line = lines.next() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count >= 1 else { throw Broken() }
            request.headers.append((String(parts[0]), parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""))
        }
        request.body = try readBody(Int(request.value("content-length") ?? "0") ?? 0)
        return request
    }

    private func readHead() throws -> String? {
        while true {
            let head = pending.change { pending -> String? in
                guard let end = pending.indices.first(where: { pending[$0...].starts(with: [13, 10, 13, 10]) }) else { return nil }
                let head = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 4)
                return head
            }
            if let head { return head }
            guard try fill() else { return nil }
        }
    }

    private func readBody(_ count: Int) throws -> [UInt8] {
        while pending.value.count < count {
            guard try fill() else { throw Broken() }
        }
        return pending.change { pending in
            defer { pending.removeFirst(count) }
            return Array(pending.prefix(count))
        }
    }

    private func fill() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Broken() }
        let bytes = Array(buffer.prefix(count))
        pending.change { $0 += bytes }
        return count > 0
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// - Parameter progress: told how many bytes each part was that the kernel took.
    func write(_ bytes: [UInt8], progress: (Int) -> Void = { _ in }) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress! + sent, min(bytes.count - sent, 65_536), Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Broken() }
            sent += count
            progress(count)
        }
    }

    func respond(_ status: Int = 200, _ headers: [String] = [], _ body: String = "") throws {
        let lines = ["HTTP/1.1 \(status) Reason", "Content-Length: \(body.utf8.count)"] + headers
        try write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Closes with a reset instead of an end.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    func waitForClose() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while recv(descriptor, &buffer, buffer.count, 0) > 0 {}
    }
}
