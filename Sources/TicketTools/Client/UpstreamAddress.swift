/// Finds the ticket API, where its address is not known from the start.
public protocol UpstreamAddress: Sendable {
    /// Asked before each request. Suspends until the address is known.
    func baseURL() async throws(APIError) -> BaseURL
}
