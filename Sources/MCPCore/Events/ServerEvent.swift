internal import Synchronization

/// An event that has its place in a log.
///
/// One object for all who get it: its written forms are made at the first need, and then shared, by streams that are told of it live and by
/// those that come back for it.
public final class ServerEvent: Sendable {
    fileprivate struct Written {
        var json: RawJSON?
        var forms: [(id: ObjectIdentifier, bytes: [UInt8])] = []
    }

    public let position: EventPosition
    public let draft: EventDraft
    private let written = Mutex(Written())

    public init(_ draft: EventDraft, at position: EventPosition) {
        self.draft = draft
        self.position = position
    }

    /// The event as everybody is shown it: one object on one line.
    public var json: RawJSON {
        written.withLock { $0.writtenJSON(of: self) }
    }

    /// The event in the form of some transport, made once for each form.
    package func bytes(as form: EventForm) -> [UInt8] {
        written.withLock { written in
            let id = ObjectIdentifier(form)
            for known in written.forms where known.id == id { return known.bytes }
            let bytes = form.write(self, written.writtenJSON(of: self))
            written.forms.append((id, bytes))
            return bytes
        }
    }
}

extension ServerEvent.Written {
    fileprivate mutating func writtenJSON(of event: ServerEvent) -> RawJSON {
        if let json { return json }
        let fresh = RawJSON { event.draft.write(to: &$0, id: event.position.text) }
        json = fresh
        return fresh
    }
}

/// How a transport writes an event around its JSON. There are few, each made once: an event keeps what they have made of it.
package final class EventForm: Sendable {
    fileprivate let write: @Sendable (ServerEvent, RawJSON) -> [UInt8]

    /// - Parameter write: must not ask the event for its JSON; it is given.
    package init(_ write: @escaping @Sendable (ServerEvent, RawJSON) -> [UInt8]) {
        self.write = write
    }
}
