internal import MCPCore

/// Letters as entries of a Redis stream: `t` the kind, `s` the session, `n` the number of the stream, `p` the principal, `b` the message.
extension InstanceLetter {
    var fields: [any RedisArgument] {
        switch self {
        case .message(let session, let principal, let bytes): ["t", "message", "s", session, "p", principal.kept, "b", bytes]
        case .ended(let session): ["t", "ended", "s", session]
        case .missing(let session): ["t", "missing", "s", session]
        case .changed(let session): ["t", "changed", "s", session]
        case .attached(let stream): ["t", "attached", "s", stream.session, "n", stream.number]
        case .grown(let stream): ["t", "grown", "s", stream.session, "n", stream.number]
        }
    }

    /// Nil for what no instance of this version wrote.
    init?(_ entry: RedisEntry) {
        guard let session = entry.text("s") else { return nil }
        let stream = entry.text("n").flatMap { Int($0) }.map { StreamName(session: session, number: $0) }
        switch (entry.text("t"), stream) {
        case ("message", _):
            guard let principal = entry["p"].flatMap({ Principal(kept: $0) }), let bytes = entry["b"] else { return nil }
            self = .message(session: session, principal: principal, bytes)
        case ("ended", _): self = .ended(session: session)
        case ("missing", _): self = .missing(session: session)
        case ("changed", _): self = .changed(session: session)
        case ("attached", let stream?): self = .attached(stream)
        case ("grown", let stream?): self = .grown(stream)
        default: return nil
        }
    }
}

extension Principal {
    fileprivate var kept: [UInt8] {
        RawJSON { writer in
            writer.beginObject()
            writer.member("id", id)
            if let displayName { writer.member("name", displayName) }
            writer.key("scopes")
            writer.beginArray()
            for scope in scopes.sorted() { writer.string(scope) }
            writer.endArray()
            writer.key("attributes")
            writer.beginObject()
            for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
            writer.endObject()
            writer.endObject()
        }.bytes
    }

    fileprivate init?(kept bytes: [UInt8]) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes)
        } catch {
            return nil
        }
        guard
            let id = json["id"]?.string, let scopes = json["scopes"]?.array?.map(\.string), !scopes.contains(nil),
            let attributes = json["attributes"]?.object?.members, attributes.allSatisfy({ $0.value.string != nil })
        else { return nil }
        self.init(
            id: id, displayName: json["name"]?.string, scopes: Set(scopes.compactMap(\.self)),
            attributes: Dictionary(attributes.map { ($0.key, $0.value.string ?? "") }) { $1 })
    }
}
