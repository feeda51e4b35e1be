package import Instrumentation

/// The call that is being served.
private enum CallKey: ServiceContextKey {
    typealias Value = Call
    static var nameOverride: String? { "mcp-call" }
}

extension ServiceContext {
    /// The call that is being served, where the server has an observer.
    package var call: Call? {
        get { self[CallKey.self] }
        set { self[CallKey.self] = newValue }
    }
}
