/// Where a message comes from.
public struct Peer: Sendable {
    public let principal: Principal
    /// What the peer's requests have in common; nil for HTTP requests that belong to no session.
    public let session: Session?
    /// The session revision to assume for a request that belongs to no session and states none.
    public let assumedRevision: ProtocolRevision?

    public init(principal: Principal, session: Session?, assumedRevision: ProtocolRevision? = nil) {
        self.principal = principal
        self.session = session
        self.assumedRevision = assumedRevision
    }
}
