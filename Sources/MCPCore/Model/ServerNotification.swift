/// What a server tells a client unasked.
public enum ServerNotification: Sendable {
    case progress(Progress)
    case log(LogMessage)
    case listChanged(ChangedList)
    case resourceUpdated(uri: String)
    /// A subscription has begun, with what of it is honoured (modern era).
    case subscribed(SubscriptionFilter)
    case task(TaskRecord)
    /// A request of ours needs no answer any more (legacy era).
    case cancelled(RequestID)

    /// How far a request has come.
    public struct Progress: Sendable, Hashable {
        /// The token that the request carried.
        public let token: RequestID
        /// Rises with every notification.
        public let progress: Double
        public let total: Double?
        public let message: String?
    }

    public struct LogMessage: Sendable, Hashable {
        public let level: LogLevel
        public let logger: String?
        public let data: JSON
    }

    public enum ChangedList: Sendable, Hashable, CaseIterable {
        case tools, resources, prompts

        var asSet: ChangingLists {
            switch self {
            case .tools: .tools
            case .resources: .resources
            case .prompts: .prompts
            }
        }
    }
}
