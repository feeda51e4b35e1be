/// A status line and its header fields.
struct ResponseHead: Sendable {
    let status: Int
    let version: String
    var headers: FetchHeaders
}

/// Builds heads out of lines; passes over those that only announce the final one (1xx). A trailer after the body is ignored.
struct ResponseHeadParser {
    enum Step {
        case more
        case complete(ResponseHead)
        case tooLarge
        case malformed
    }

    private let maximumBytes: Int
    private let maximumCount: Int
    private var bytes = 0
    private var status = 0
    private var version = ""
    private var fields: [FetchHeaders.Field] = []
    private var isComplete = false

    init(maximumBytes: Int, maximumCount: Int) {
        self.maximumBytes = maximumBytes
        self.maximumCount = maximumCount
    }

    /// - Parameter line: with or without its line end.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) -> Step {
        bytes += line.count
        guard bytes <= maximumBytes else { return .tooLarge }
        guard !isComplete else { return .more }
        var line = line[...]
        while let last = line.last, last == 0x0A || last == 0x0D { line = line.dropLast() }
        if line.isEmpty { return end() }
        return status == 0 ? start(line) : field(line)
    }

    private mutating func start(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Step {
        guard line.starts(with: "HTTP/".utf8), let space = line.firstIndex(of: 0x20) else { return .malformed }
        let code = line[(space + 1)...].drop { $0 == 0x20 }.prefix { $0 != 0x20 }
        guard code.count == 3, code.allSatisfy({ (0x30...0x39).contains($0) }) else { return .malformed }
        let number = code.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard number >= 100 else { return .malformed }
        status = number
        fields.reserveCapacity(min(16, maximumCount))
        version = String(decoding: line[..<space], as: UTF8.self)
        return .more
    }

    private mutating func field(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Step {
        if line.first == 0x20 || line.first == 0x09 {
            guard let last = fields.popLast() else { return .malformed }
            let more = String(decoding: line, as: UTF8.self).trimmedBlanks
            fields.append(FetchHeaders.Field(last.name, last.value + " " + more))
            return .more
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return .malformed }
        guard fields.count < maximumCount else { return .tooLarge }
        var value = line[(colon + 1)...]
        while let first = value.first, first == 0x20 || first == 0x09 { value = value.dropFirst() }
        while let last = value.last, last == 0x20 || last == 0x09 { value = value.dropLast() }
        fields.append(
            FetchHeaders.Field(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        return .more
    }

    private mutating func end() -> Step {
        guard status != 0 else { return .malformed }
        let head = ResponseHead(status: status, version: version, headers: FetchHeaders(fields: fields))
        fields = []
        status = 0
        guard head.status >= 200 else { return .more }
        isComplete = true
        return .complete(head)
    }
}
