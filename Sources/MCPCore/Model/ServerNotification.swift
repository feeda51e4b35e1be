/// What a server tells a client unasked.
public enum ServerNotification: Sendable {
    case progress(Progress)

    /// How far a request has come.
    public struct Progress: Sendable, Hashable {
        /// The token that the request carried.
        public let token: RequestID
        /// Rises with every notification.
        public let progress: Double
        public let total: Double?
        public let message: String?
    }
}
