internal import MCPCore

extension EventDraft {
    /// As it is kept. ``init(kept:)`` reads nothing else.
    var kept: [UInt8] {
        RawJSON { writer in
            writer.beginObject()
            writer.member("type", type.rawValue)
            // In full: an event is read at the very moment at which it happened.
            writer.key("time")
            writer.beginArray()
            writer.integer(time.components.seconds)
            writer.integer(time.components.attoseconds)
            writer.endArray()
            writer.member("source", source.rawValue)
            if let key { writer.member("key", key) }
            if let tenant { writer.member("tenant", tenant) }
            writer.key("attributes")
            writer.beginArray()
            for attribute in attributes {
                writer.string(attribute.name)
                writer.string(attribute.value)
            }
            writer.endArray()
            writer.key("resources")
            writer.beginArray()
            for resource in resources { writer.string(resource) }
            writer.endArray()
            writer.key("payload")
            writer.raw(payload)
            writer.endObject()
        }.bytes
    }

    /// Nil for what no instance of this version wrote.
    init?(kept bytes: [UInt8]) {
        let slice: JSONSlice
        do throws(JSONError) {
            slice = try JSONSlice(scanning: bytes)
        } catch {
            return nil
        }
        guard
            let type = slice.member("type")?.string, let source = slice.member("source")?.string,
            let time = slice.member("time")?.value.array?.compactMap(\.integer), time.count == 2,
            let names = slice.member("attributes")?.value.array?.map(\.string), !names.contains(nil), names.count.isMultiple(of: 2),
            let resources = slice.member("resources")?.value.array?.map(\.string), !resources.contains(nil),
            let payload = slice.member("payload"), payload.isObject
        else { return nil }
        let texts = names.compactMap(\.self)
        self.init(
            EventType(rawValue: type), source: EventSource(rawValue: source), key: slice.member("key")?.string,
            payload: RawJSON { $0.raw(payload) },
            attributes: stride(from: 0, to: texts.count, by: 2).map { Attribute(texts[$0], texts[$0 + 1]) },
            resources: resources.compactMap(\.self), tenant: slice.member("tenant")?.string,
            time: Duration(secondsComponent: time[0], attosecondsComponent: time[1]))
    }
}
