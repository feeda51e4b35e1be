/// Why the service does not start.
public enum ServerError: Error, Sendable, Equatable, CustomStringConvertible {
    case openToOthers(String)

    public var description: String {
        switch self {
        case .openToOthers(let host):
            "refusing to listen on \(host) without an API key: give --api-key or TICKET_API_KEYS, or listen on 127.0.0.1"
        }
    }
}
