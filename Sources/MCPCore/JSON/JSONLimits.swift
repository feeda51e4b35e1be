/// Bounds on one JSON text. A text beyond any of them is refused with ``JSONError``; none of it is kept.
public struct JSONLimits: Sendable, Hashable {
    /// Size of the whole text, in bytes.
    public var bytes: Int
    /// Nesting of arrays and objects.
    public var depth: Int
    /// Length of one string or member name as written, in bytes.
    public var stringBytes: Int
    /// Members of one object.
    public var members: Int

    public init(bytes: Int = 4 << 20, depth: Int = 64, stringBytes: Int = 2 << 20, members: Int = 10_000) {
        self.bytes = bytes
        self.depth = depth
        self.stringBytes = stringBytes
        self.members = members
    }
}
