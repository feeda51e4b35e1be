internal import MCPCore
internal import TicketTools

/// Whether the ticket API can be reached, takes our key, and is one.
struct UpstreamCheck {
    let client: APIClient
    /// As it is configured; nil for the demo's.
    let url: BaseURL?
    let hasKey: Bool

    func findings() async -> [Finding] {
        let place = url?.text ?? "the demo's ticket API"
        let start = ContinuousClock.now
        // Anybody may ask this, so it tells a wrong address from a wrong key. Not every ticket API has it.
        switch await get("health") {
        case .failure(let error) where !Self.isAnswer(error): return [broken(place, error)]
        case .failure: return [.fine("\(place) answers\(Self.time(since: start)), and does not say its version")] + (await asCaller(place))
        case .success(let health):
            let version = health["version"]?.string.map { "version \($0.prefix(40).description.oneLine)" } ?? "no version"
            return [.fine("\(place) answers\(Self.time(since: start)): \(version)")] + (await asCaller(place))
        }
    }

    /// What needs a key.
    private func asCaller(_ place: String) async -> [Finding] {
        var findings: [Finding] = []
        switch await get("statuses") {
        case .failure(let error): return [broken(place, error)]
        case .success(let statuses):
            let count = (statuses.array ?? statuses["items"]?.array)?.count
            guard let count else {
                return [
                    .broken("\(place) answers /statuses with no list", "Check MCP_API_BASE_URL: is this the address of the ticket API?")
                ]
            }
            findings.append(.fine("the ticket API takes \(hasKey ? "our key" : "us without a key"); it has \(count) statuses"))
        }
        if case .success(let me) = await get("me"), let name = me["name"]?.string {
            findings.append(.fine("changes are made as \(name.prefix(80).description.oneLine)"))
        }
        return findings
    }

    private func get(_ path: String) async -> Result<JSON, APIError> {
        do throws(APIError) {
            return .success(try await client.get(APIPath(path), as: .anonymous).body)
        } catch {
            return .failure(error)
        }
    }

    /// Somebody is there, and says no.
    private static func isAnswer(_ error: APIError) -> Bool {
        guard let status = error.status else { return false }
        return status < 500 && status != 429
    }

    private func broken(_ place: String, _ error: APIError) -> Finding {
        let status = error.status.map { " (status \($0))" } ?? ""
        switch error.code {
        case .notConfigured:
            return .broken(error.message, "Set MCP_API_BASE_URL, or say --api-base-url; --demo needs none.")
        case .unauthorized, .forbidden:
            return .broken(
                hasKey ? "\(place) does not accept our key\(status)" : "\(place) wants a key\(status)",
                hasKey
                    ? "Check MCP_API_KEY, and that it is a key of this API."
                    : "Set MCP_API_KEY, or MCP_API_KEY_FILE with the path of a file.")
        case .unreachable, .timeout:
            return .broken(
                "\(place) cannot be reached: \(error.message)",
                "Check the host in MCP_API_BASE_URL, the network, the proxy (https_proxy, no_proxy) and the certificates of this machine.")
        case .misconfigured: return .broken(error.message, "Check MCP_API_BASE_URL.")
        case .rateLimited: return .broken("\(place) gets too many requests\(status)", "Wait, and ask again.")
        case .unavailable: return .broken("\(place) is not available now\(status)", "Ask whoever runs the ticket API; then ask again.")
        default:
            return .broken(
                "\(place) answers as no ticket API does\(status): \(error.message)",
                "Check the path in MCP_API_BASE_URL. What the API must have is in docs/upstream.md.")
        }
    }

    private static func time(since start: ContinuousClock.Instant) -> String {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return " in \(seconds * 1_000 + attoseconds / 1_000_000_000_000_000) ms"
    }
}

extension String {
    /// Without control characters: what others say goes to a terminal.
    fileprivate var oneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }))
    }
}
