internal import HTTPFetch

extension APIError {
    /// A request that got no response.
    init(_ error: FetchError, changesSomething: Bool) {
        let code: Code =
            switch error.code {
            case .resolve, .connect, .tls, .connectionReset: .unreachable
            case .timeout: error.timeout == .connect ? .unreachable : .timeout
            case .circuitOpen, .overloaded, .closed: .unavailable
            case .truncated, .responseTooLarge, .tooManyRedirects, .redirectRefused, .protocolError: .badResponse
            case .cancelled: .cancelled
            case .invalidRequest, .schemeNotAllowed, .addressNotAllowed: .misconfigured
            default: .unreachable
            }
        self.init(code, error.message)
        retryAfter = error.retryAfter
        isOutcomeUnknown = changesSomething && error.mayHaveReachedServer
    }
}
