/// Something that a server needs for a part of what it does, such as a store that it shares with other instances.
///
/// While one is away `/health` says so, with status 200: the process is well, and to end it or to send it no requests would help nobody.
public struct HTTPDependency: Sendable {
    /// What `/health` calls it.
    public let name: String
    /// Asked for each answer, so it must not wait.
    public let isReachable: @Sendable () -> Bool

    public init(_ name: String, isReachable: @escaping @Sendable () -> Bool) {
        self.name = name
        self.isReachable = isReachable
    }
}
