/// Why there is no analysis.
struct AnalysisError: Error, Sendable {
    enum Reason: Sendable, Equatable {
        case cancelled
        /// The service does not accept our key.
        case refusedKey
        /// The service does not want this video or question.
        case rejected
        /// The job came to nothing.
        case failed
        /// The service no longer knows the job.
        case lost
        case busy(retryAfter: Duration?)
        case timeout
        case unavailable
        case badResponse
    }

    let reason: Reason
    /// What the service says, in one line; empty where it says nothing.
    var detail = ""

    /// What the model is told: what happened, and what to do next. Nothing in it comes from our configuration.
    var explanation: String {
        switch reason {
        case .cancelled: "The analysis was cancelled."
        case .refusedKey:
            "The analysis service does not accept this server's key. Calling again cannot help: whoever runs the server has to check it."
        case .rejected: "The analysis service does not take this: \(detail). Change the arguments before calling again."
        case .failed: "The analysis failed: \(detail). Calling again helps only if that can change."
        case .lost: "The analysis service lost the job. Call again to start it anew."
        case .busy(let wait):
            "The analysis service has too much to do. Call again \(wait.map { "after \($0.components.seconds) s" } ?? "later")."
        case .timeout: "The analysis service does not answer. Call again later."
        case .unavailable: "The analysis service is not available. Call again later."
        case .badResponse: "The analysis service gave an answer that makes no sense. Whoever runs this server should look at it."
        }
    }

    /// Asking again may help.
    var isPassing: Bool {
        switch reason {
        case .busy, .timeout, .unavailable: true
        default: false
        }
    }

    /// How long the service wants to be left alone.
    var retryAfter: Duration? {
        if case .busy(let wait) = reason { wait } else { nil }
    }

    /// The job runs on, as far as we know, and nobody wants it any more.
    var leavesJobBehind: Bool { reason != .failed && reason != .lost }
}

extension String {
    /// One line that a model may read: others than us write the text.
    func oneLine(_ limit: Int) -> String {
        String(prefix(limit)).split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
