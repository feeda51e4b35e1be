internal import MCPCore

/// Events as entries of a Redis stream: the id is `<sequence>-0`, `m` the message, `f` what is said of it, `w` the writer, `r` the request. Entries
/// `<sequence>-1` are no events: they say that the stream had come so far.
extension StreamEvent {
    var flags: String { (isLast ? "l" : "") + (isDelivered ? "d" : "") }

    /// Nil for what is no event.
    fileprivate init?(_ entry: RedisEntry) {
        guard entry.id.minor == 0, let message = entry["m"], let flags = entry.text("f") else { return nil }
        self.init(
            sequence: Int(entry.id.major), message: message, isLast: flags.contains("l"), isDelivered: flags.contains("d"))
    }
}

extension StreamDescription {
    var fields: [any RedisArgument] {
        if let request { ["w", writer.text, "r", request.bytes] } else { ["w", writer.text] }
    }

    /// Nil for what no instance wrote.
    init?(_ entry: RedisEntry) {
        guard let writer = entry.text("w") else { return nil }
        var request: RawJSON?
        if let bytes = entry["r"] {
            do throws(JSONError) {
                request = try RawJSON(scanning: bytes)
            } catch {
                return nil
            }
        }
        self.init(writer: InstanceID(writer), request: request)
    }
}

extension StreamPart {
    /// What came to a client and not to Redis is no gap: the client has it, and what follows is read when it comes.
    init(_ description: StreamDescription, _ entries: [RedisEntry], after sequence: Int) {
        var (expected, isGap) = (sequence + 1, false)
        for entry in entries {
            let number = Int(entry.id.major)
            // An event that is there is no gap where it is named again.
            if entry.id.minor == 0 ? number != expected : number >= expected { isGap = true }
            expected = number + 1
        }
        self.init(description, entries.compactMap { StreamEvent($0) }, isGap: isGap)
    }
}
