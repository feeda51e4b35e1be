/// Which proxy requests go through.
public struct FetchProxy: Sendable, Hashable {
    enum Kind: Sendable, Hashable { case environment, none, url(String) }

    let kind: Kind

    /// By `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, as libcurl reads them. A process that sets them does so before its first
    /// request: a client that found none of them may not look again.
    public static let environment = FetchProxy(kind: .environment)

    /// None, whatever the environment says.
    public static let none = FetchProxy(kind: .none)

    /// This one for all requests.
    public static func url(_ text: String) -> FetchProxy { FetchProxy(kind: .url(text)) }
}

extension FetchProxy: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch kind {
        case .environment: "environment"
        case .none: "none"
        case .url: "url(<redacted>)"
        }
    }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
