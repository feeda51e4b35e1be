/// A place to listen at.
public enum ListenAddress: Sendable, Hashable {
    /// The first free port of a range. Port 0 is any free one.
    case tcp(host: String, portRange: ClosedRange<Int>)
    /// A Unix domain socket. A socket left behind at the path is replaced; it is removed when the server ends.
    case unixSocket(path: String)

    public static func tcp(host: String, port: Int) -> ListenAddress {
        .tcp(host: host, portRange: port...port)
    }

    /// The port, or the first of the range.
    public var port: Int? {
        switch self {
        case .tcp(_, let range): range.lowerBound
        case .unixSocket: nil
        }
    }
}

extension ListenAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tcp(let host, let range) where range.count == 1: "\(host.contains(":") ? "[\(host)]" : host):\(range.lowerBound)"
        case .tcp(let host, let range): "\(host), ports \(range.lowerBound) to \(range.upperBound)"
        case .unixSocket(let path): path
        }
    }
}
