internal import HTTPFetch
internal import Testing

/// Runs a test with a client that goes by no environment, and shuts it down.
func withFetch(
    clock: any FetchClock = SystemFetchClock(), _ change: (inout FetchConfiguration) -> Void = { _ in },
    _ body: (HTTPFetch) async throws -> Void
) async throws {
    var configuration = FetchConfiguration.test
    change(&configuration)
    let fetch = HTTPFetch(configuration: configuration, clock: clock)
    do {
        try await body(fetch)
    } catch {
        await fetch.shutdown()
        throw error
    }
    await fetch.shutdown()
}

extension FetchConfiguration {
    static var test: FetchConfiguration {
        var configuration = FetchConfiguration()
        configuration.proxy = .none
        configuration.retry = .none
        configuration.circuitBreaker = nil
        return configuration
    }
}

// `#expect` does not take calls with typed errors; these throw any.
extension HTTPFetch {
    func answer(_ request: FetchRequest) async throws -> FetchResponse { try await send(request) }
    func get(_ url: String) async throws -> FetchResponse { try await send(FetchRequest(.get, url)) }

    /// The error that a request is expected to end with.
    func failure(_ request: FetchRequest) async -> FetchError? {
        do {
            let response = try await send(request)
            Issue.record("no error but \(response.status)")
            return nil
        } catch {
            return error
        }
    }

    func failure(_ url: String) async -> FetchError? { await failure(FetchRequest(.get, url)) }
}

/// The error that a piece of work is expected to end with.
func failure(_ body: () async throws -> some Sendable) async -> FetchError? {
    do {
        let value = try await body()
        Issue.record("no error but \(value)")
    } catch let error as FetchError {
        return error
    } catch {
        Issue.record(error)
    }
    return nil
}
