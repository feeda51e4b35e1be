internal import MCPCore

extension SessionRecord {
    /// As it is kept. ``init(kept:)`` reads nothing else.
    var kept: [UInt8] {
        RawJSON { writer in
            writer.beginObject()
            writer.member("id", id)
            writer.member("kind", kind.rawValue)
            writer.member("principal", principal)
            if let revision { writer.member("revision", revision) }
            writer.key("client")
            writer.raw(client)
            writer.member("logLevel", logLevel)
            writer.key("resources")
            writer.beginArray()
            for resource in resources { writer.string(resource) }
            writer.endArray()
            writer.member("home", home.text)
            writer.key("commonStreams")
            writer.beginArray()
            for number in commonStreams { writer.integer(Int64(number)) }
            writer.endArray()
            writer.endObject()
        }.bytes
    }

    /// Nil for what no instance of this version wrote.
    init?(kept bytes: [UInt8]) {
        let slice: JSONSlice
        do throws(JSONError) {
            slice = try JSONSlice(scanning: bytes, limits: JSONLimits(bytes: 16 << 20))
        } catch {
            return nil
        }
        guard
            let id = slice.member("id")?.string, let kind = slice.member("kind")?.string.flatMap(Kind.init(rawValue:)),
            let principal = slice.member("principal")?.string, let client = slice.member("client"),
            let logLevel = slice.member("logLevel")?.string, let home = slice.member("home")?.string,
            let resources = slice.member("resources")?.value.array?.map(\.string), !resources.contains(nil),
            let streams = slice.member("commonStreams")?.value.array?.map(\.integer), !streams.contains(nil)
        else { return nil }
        self.init(
            id: id, kind: kind, principal: principal, revision: slice.member("revision")?.string, client: RawJSON { $0.raw(client) },
            logLevel: logLevel, resources: resources.compactMap(\.self), home: InstanceID(home),
            commonStreams: streams.compactMap { $0.map { Int($0) } })
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }
}
