/// Reads an event stream (WHATWG HTML, section 9.2.6) from the pieces that it comes in.
///
/// Lines may end with LF, CR or CR LF, also where a piece ends between the two. What is unfinished when the stream ends is not an event.
struct EventStreamParser {
    /// What an empty line has finished.
    struct Event: Sendable, Hashable {
        /// Empty for the default, `message`.
        let type: String
        let data: [UInt8]
        /// The last id that the stream has given, with this event or before.
        let id: String?
    }

    /// A line or an event is longer than any that is meant for us.
    struct TooLong: Error {}

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let limit: Int
    private var line: [UInt8] = []
    private var hasSkippedMark = false
    private var endedWithReturn = false
    private var type = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var id: String?
    /// The last id of a finished block, whether it had data or not: where to go on from.
    private(set) var lastID: String?
    /// How long to wait before coming again, as the stream asks for it, in milliseconds.
    private(set) var retry: Int?

    /// - Parameter limit: bytes of one line, and of the data of one event.
    init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// The events that a piece finishes.
    mutating func read(_ piece: [UInt8]) throws(TooLong) -> [Event] {
        var events: [Event] = []
        var start = piece.startIndex
        for index in piece.indices {
            let byte = piece[index]
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                endedWithReturn = false
                continue
            }
            // The second half of a CR LF ends nothing.
            if byte == UInt8(ascii: "\n"), endedWithReturn {
                endedWithReturn = false
                start = index + 1
                continue
            }
            endedWithReturn = byte == UInt8(ascii: "\r")
            try append(piece[start..<index])
            start = index + 1
            if let event = try endLine() { events.append(event) }
        }
        try append(piece[start...])
        return events
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) throws(TooLong) {
        guard bytes.count <= limit - line.count else { throw TooLong() }
        line += bytes
    }

    private mutating func endLine() throws(TooLong) -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        if !hasSkippedMark {
            hasSkippedMark = true
            if line.starts(with: Self.mark) { line.removeFirst(Self.mark.count) }
        }
        guard !line.isEmpty else { return endEvent() }
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        var value = line[name.endIndex...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: name, as: UTF8.self) {
        case "data":
            guard value.count < limit - data.count else { throw TooLong() }
            if hasData { data.append(UInt8(ascii: "\n")) }
            hasData = true
            data += value
        case "event": type = String(decoding: value, as: UTF8.self)
        case "id" where !value.contains(0): id = String(decoding: value, as: UTF8.self)
        case "retry" where !value.isEmpty && value.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }:
            retry = Int(String(decoding: value, as: UTF8.self)) ?? retry
        // A comment, or something that we do not know.
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> Event? {
        lastID = id
        defer { (type, data, hasData) = ("", [], false) }
        return hasData ? Event(type: type, data: data, id: id) : nil
    }
}
