/// An event that no log has taken yet.
public struct EventDraft: Sendable, Hashable {
    /// What an event is about, as streams are narrowed by it: `ticket` and `account` for tickets.
    public struct Attribute: Sendable, Hashable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var type: EventType
    /// Since 1970, in UTC.
    public var time: Duration
    public var source: EventSource
    /// Names the change, not the message: of several events with one key, whoever tells them, the log takes the first. At most 256 bytes.
    /// Nil for an event that is taken in any case.
    public var key: String?
    public var tenant: String?
    public var attributes: [Attribute]
    /// URIs of what has changed, for those who watch resources. They are not shown in ``ServerEvent/json``.
    public var resources: [String]
    /// An object.
    public var payload: RawJSON

    /// - Parameter time: nil for now.
    public init(
        _ type: EventType, source: EventSource, key: String?, payload: RawJSON = RawJSON([:]), attributes: [Attribute] = [],
        resources: [String] = [], tenant: String? = nil, time: Duration? = nil
    ) {
        self.type = type
        self.time = time ?? WallClock.now
        self.source = source
        self.key = key
        self.tenant = tenant
        self.attributes = attributes
        self.resources = resources
        self.payload = payload
    }

    public func attribute(_ name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    /// About how many bytes it takes to keep, written forms left out.
    var size: Int {
        let texts = type.rawValue.utf8.count + (key?.utf8.count ?? 0) + (tenant?.utf8.count ?? 0)
        let attributes = attributes.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
        return 256 + texts + attributes + resources.reduce(0) { $0 + $1.utf8.count + 16 } + payload.bytes.count
    }
}
