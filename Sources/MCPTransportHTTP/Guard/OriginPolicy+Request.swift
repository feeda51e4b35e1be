extension OriginPolicy {
    /// Whether a request may come in, by its `Host` and `Origin`: for handlers that stand before the one of the protocol.
    public func admits(_ request: HTTPRequest) -> Bool {
        admits(RequestFields(request.headers))
    }
}
