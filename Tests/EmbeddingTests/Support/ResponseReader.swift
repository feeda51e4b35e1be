internal import MCPTesting

/// Tells a check of the response on a connection, as far as it has come (RFC 9112, sections 6 and 7.1).
struct ResponseReader {
    private enum Part {
        case head
        case chunkSize
        case body(left: Int, isChunk: Bool)
        case over
    }

    private let wire: HTTPWireExchange
    private var part = Part.head
    private var bytes: [UInt8] = []

    init(_ wire: HTTPWireExchange) {
        self.wire = wire
    }

    mutating func take(_ more: [UInt8]) {
        bytes += more
        while readPart() {}
    }

    /// - Returns: false until there is more.
    private mutating func readPart() -> Bool {
        switch part {
        case .head:
            guard let head = line(endingWith: "\r\n\r\n") else { return false }
            readHead(head)
        case .chunkSize:
            guard let size = line(endingWith: "\r\n").flatMap({ Int($0, radix: 16) }) else { return false }
            part = .body(left: size, isChunk: true)
            if size == 0 { end() }
        case .body(let left, let isChunk):
            let end = isChunk ? "\r\n".utf8.count : 0
            guard bytes.count >= left + end else { return false }
            wire.sends(Array(bytes.prefix(left)))
            bytes.removeFirst(left + end)
            if isChunk { part = .chunkSize } else { self.end() }
        case .over: return false
        }
        return true
    }

    private mutating func readHead(_ head: String) {
        let lines = head.split(separator: "\r\n")
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
            return (name: String(parts[0]).lowercased(), value: parts.count > 1 ? String(parts[1]) : "")
        }
        wire.responds(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0, headers: headers)
        let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) }
        part = length.map { .body(left: $0, isChunk: false) } ?? .chunkSize
    }

    private mutating func end() {
        part = .over
        wire.ends()
    }

    private mutating func line(endingWith mark: String) -> String? {
        guard let end = bytes.firstRange(of: Array(mark.utf8)) else { return nil }
        defer { bytes.removeFirst(end.upperBound) }
        return String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
    }
}
