/// One HTTP response as far as a benchmark has to know it.
struct Answer {
    let status: Int
    let headers: String
    let body: ArraySlice<UInt8>

    /// Takes a whole response with a known length from the front of what was read.
    /// - Returns: nil if it is not all there yet.
    static func take(from buffer: inout [UInt8]) -> Answer? {
        guard let head = end(ofHeadIn: buffer) else { return nil }
        let text = String(decoding: buffer[..<head], as: UTF8.self)
        let length = value(of: "content-length", in: text).flatMap { Int($0) } ?? 0
        guard buffer.count >= head + length else { return nil }
        let answer = Answer(status: Int(text.dropFirst(9).prefix(3)) ?? 0, headers: text, body: buffer[head..<(head + length)])
        buffer.removeFirst(head + length)
        return answer
    }

    static func value(of name: String, in headers: String) -> String? {
        for line in headers.split(separator: "\r\n").dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
            return line[line.index(after: colon)...].drop { $0 == " " }.description
        }
        return nil
    }

    /// Behind the blank line.
    static func end(ofHeadIn buffer: [UInt8]) -> Int? {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        var index = 3
        while index < buffer.count {
            if buffer[index] == lf, buffer[index - 1] == cr, buffer[index - 2] == lf, buffer[index - 3] == cr { return index + 1 }
            index += 1
        }
        return nil
    }

    func contains(_ text: String) -> Bool { body.contains(Array(text.utf8)) }
}

extension Collection<UInt8> where Index == Int {
    func contains(_ pattern: [UInt8]) -> Bool {
        guard let first = pattern.first, count >= pattern.count else { return false }
        for start in startIndex...(endIndex - pattern.count) where self[start] == first {
            if self[start..<(start + pattern.count)].elementsEqual(pattern) { return true }
        }
        return false
    }
}
