extension EventDraft {
    /// Members of an event that are not attributes.
    private static let reserved: Set = ["id", "type", "time", "source", "key", "tenant", "payload", "resources"]
    private static let longestKey = 256
    private static let longestText = 512

    /// - Parameter id: where it stands in its log.
    func write(to writer: inout JSONWriter, id: String) {
        writer.beginObject()
        writer.key("id")
        writer.string(id)
        writer.key("type")
        writer.string(type.rawValue)
        writer.key("time")
        writer.string(WallClock.timestamp(time))
        writer.key("source")
        writer.string(source.rawValue)
        if let key {
            writer.key("key")
            writer.string(key)
        }
        if let tenant {
            writer.key("tenant")
            writer.string(tenant)
        }
        for attribute in attributes {
            writer.key(attribute.name)
            writer.string(attribute.value)
        }
        writer.key("payload")
        writer.raw(payload)
        writer.endObject()
    }

    /// Reads an event as it is shown to everybody, which is also how one is posted to us.
    ///
    /// `type` must be there. Without a `time` it is now, without a `payload` an empty object. Further members with texts, such as `ticket`,
    /// are attributes; others are passed over, and so is `id`: a log gives places of its own. `resources` is read too.
    /// - Parameter source: for an event that names none.
    /// - Throws: ``EventLogError/Reason/invalid``, for what is no event.
    public init(_ json: JSON, source: EventSource) throws(EventLogError) {
        guard let object = json.object else { throw .invalid("An event must be an object") }
        guard let type = object["type"]?.string.map(EventType.init(rawValue:)) else { throw .invalid("An event needs a type") }
        var time: Duration?
        if let text = object["time"]?.string {
            guard let moment = WallClock.moment(text) else { throw .invalid("time must be like 2026-07-28T09:30:00.000Z") }
            time = moment
        }
        self.init(
            type, source: object["source"]?.string.map(EventSource.init(rawValue:)) ?? source, key: object["key"]?.string,
            payload: RawJSON(object["payload"] ?? [:]), resources: (object["resources"]?.array ?? []).compactMap(\.string),
            tenant: object["tenant"]?.string, time: time)
        attributes = object.members.compactMap { member in
            guard !Self.reserved.contains(member.key), let value = member.value.string else { return nil }
            return Attribute(member.key, value)
        }
        try check()
    }

    /// - Throws: for what no stream can carry.
    public func check() throws(EventLogError) {
        guard type.isValid else { throw .invalid("type must be 1 to 64 letters, digits or signs of _-./:, and neither batch nor gap") }
        if let key {
            guard 1...Self.longestKey ~= key.utf8.count else { throw .invalid("key must be 1 to \(Self.longestKey) bytes") }
        }
        guard payload.isObject else { throw .invalid("payload must be an object") }
        let texts = attributes.flatMap { [$0.name, $0.value] } + resources + [source.rawValue, tenant ?? ""]
        guard texts.allSatisfy({ $0.utf8.count <= Self.longestText }) else {
            throw .invalid("source, tenant, attributes and resources must be at most \(Self.longestText) bytes each")
        }
        guard attributes.allSatisfy({ !Self.reserved.contains($0.name) }) else { throw .invalid("an attribute has the name of a member") }
        guard attributes.count + resources.count <= 64 else { throw .invalid("at most 64 attributes and resources") }
    }
}

extension EventLogError {
    fileprivate static func invalid(_ message: String) -> EventLogError { EventLogError(.invalid, message) }
}
