/// Why API keys cannot be used.
public enum APIKeyError: Error, Sendable, Equatable, CustomStringConvertible {
    case unusable
    case noSuchUser(Int)

    public var description: String {
        switch self {
        case .unusable: "an API key must be at least 8 printable ASCII characters, as KEY or KEY=USERID"
        case .noSuchUser(let id): "an API key is given for user \(id), who does not exist"
        }
    }
}
