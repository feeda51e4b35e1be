internal import MCPCore
internal import Synchronization

/// Lets in what was signed with one of our secrets, a short time ago, for the first time.
final class WebhookGuard: Sendable {
    enum Verdict: Equatable {
        /// It may be taken. The name is the signature's own; who takes it in vain says so to ``WebhookGuard/withdraw(_:)``.
        case first(String)
        /// It was taken before.
        case again
        case refused(String)
        /// Too many signatures are remembered to take another.
        case full
    }

    private let secrets: [WebhookSecret]
    private let window: Int64
    private let wallClock: @Sendable () -> Duration
    private let seen: Mutex<ReplayMemory>

    init(_ secrets: [WebhookSecret], limits: HTTPEventLimits, wallClock: @escaping @Sendable () -> Duration) {
        self.secrets = secrets
        self.wallClock = wallClock
        window = limits.signatureWindow.components.seconds
        seen = Mutex(ReplayMemory(capacity: limits.signatures))
    }

    func admit(_ header: String?, _ body: [UInt8]) -> Verdict {
        guard let header else { return .refused("X-Webhook-Signature is missing, or stands more than once") }
        guard let signature = WebhookSignature(header) else {
            return .refused("X-Webhook-Signature must be t=<seconds since 1970>,v1=<64 hexadecimal digits>")
        }
        let now = wallClock()
        // Before any code is made: what is old costs next to nothing.
        guard abs(signature.seconds - now.components.seconds) <= window else {
            return .refused("The signature is too old, or its clock is wrong")
        }
        guard let code = signature.match(body, secrets) else { return .refused("The signature is not one of ours") }
        let name = code.hexadecimal
        let (milliseconds, expiry) = (now.components.seconds * 1_000, (signature.seconds + window + 1) * 1_000)
        switch seen.withLock({ $0.admit(name, expiry: expiry, now: milliseconds) }) {
        case .first: return .first(name)
        case .again: return .again
        case .stale: return .refused("The signature is too old, or its clock is wrong")
        case .full: return .full
        }
    }

    /// What was signed so could not be taken, and may come again.
    func withdraw(_ name: String) {
        seen.withLock { $0.withdraw(name) }
    }
}
