/// A response as a client reads it.
struct RawResponse: Sendable {
    let statusLine: String
    /// Names in lower case.
    let headers: [(name: String, value: String)]
    let body: String

    var status: Int { Int(statusLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    subscript(name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    /// Takes a response from the front of bytes, if it is there as a whole.
    static func parse(_ bytes: inout [UInt8], toHead: Bool) -> RawResponse? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n").map(String.init)
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (name: line[..<colon].lowercased(), value: String(line[colon...].dropFirst(2)))
        }
        var rest = bytes[end.upperBound...]
        let head = RawResponse(statusLine: lines.first ?? "", headers: headers, body: "")
        let hasBody = !toHead && head.status != 204 && head.status != 304 && head.status >= 200
        guard let body = hasBody ? head.takeBody(&rest) : [] else { return nil }
        bytes = Array(rest)
        return RawResponse(statusLine: head.statusLine, headers: headers, body: String(decoding: body, as: UTF8.self))
    }

    private func takeBody(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard self["transfer-encoding"] == "chunked" else {
            let length = Int(self["content-length"] ?? "") ?? 0
            guard rest.count >= length else { return nil }
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
        var body: [UInt8] = []
        while let line = rest.firstRange(of: Array("\r\n".utf8)) {
            guard let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else { return nil }
            let chunk = rest[line.upperBound...]
            guard chunk.count >= size + 2 else { return nil }
            body += chunk.prefix(size)
            rest = chunk.dropFirst(size + 2)
            if size == 0 { return body }
        }
        return nil
    }
}
