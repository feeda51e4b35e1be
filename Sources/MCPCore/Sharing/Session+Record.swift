extension Session {
    /// Writes what other instances need to know.
    package func describe(_ record: inout SessionRecord) {
        guard let opened else { return }
        record.revision = opened.codec.revision.name
        record.client = opened.client.record
        record.logLevel = logLevel.rawValue
        record.resources = ownSubscription?.filter.resources.sorted() ?? []
    }

    /// Takes over what another instance has changed.
    /// - Returns: URIs that were not watched before.
    @discardableResult
    package func adopt(_ record: SessionRecord) -> Set<String> {
        if let level = LogLevel(rawValue: record.logLevel) { logLevel = level }
        let resources = Set(record.resources)
        return ownSubscription?.update { filter in
            defer { filter.resources = resources }
            return resources.subtracting(filter.resources)
        } ?? []
    }

    /// Has the client told that what it watches may have changed: nobody knows what did.
    /// - Parameter resources: nil for all.
    package func announceWatched(_ resources: Set<String>? = nil) {
        guard let subscription = ownSubscription else { return }
        for uri in resources ?? subscription.filter.resources { subscription.note(Announcement(.resource(uri: uri))) }
    }
}

extension MCPServer {
    /// Opens a session as another instance opened it.
    /// - Parameter session: has its way for what belongs to no request already.
    /// - Returns: false for a record of a revision that this server does not know, as a newer one may have written it.
    package func restore(_ session: Session, from record: SessionRecord) -> Bool {
        guard let name = record.revision, let revision = ProtocolRevision(named: name), let codec = codecs.legacy(revision),
            session.open(codec, ClientDescription(record: record.client), observer)
        else { return false }
        watch(session, codec)
        session.adopt(record)
        return true
    }
}

extension ClientDescription {
    fileprivate static let info: StaticString = "clientInfo"
    fileprivate static let capabilities: StaticString = "capabilities"

    fileprivate var record: RawJSON {
        RawJSON { writer in
            writer.beginObject()
            if let implementation {
                writer.key("clientInfo")
                writer.beginObject()
                writer.key("name")
                writer.string(implementation.name)
                if let title = implementation.title {
                    writer.key("title")
                    writer.string(title)
                }
                writer.key("version")
                writer.string(implementation.version)
                writer.endObject()
            }
            writer.key("capabilities")
            writer.raw(capabilities.json)
            writer.endObject()
        }
    }

    fileprivate init(record: RawJSON) {
        let slice = JSONSlice(record)
        self.init(
            implementation: Implementation(slice.member(Self.info)), capabilities: ClientCapabilities(slice.member(Self.capabilities)))
    }
}
