internal import HTTPFetch
internal import MCPCore

/// Fetches documents of issuers, and asks them questions, within narrow bounds: only where ``IssuerReach`` allows, without following
/// redirects, small, and soon.
struct IssuerClient: Sendable {
    struct Document: Sendable {
        let json: JSON
        /// What `Cache-Control` says.
        let maximumAge: Duration?
    }

    /// Why there is no document. It never holds a path, a token or a secret.
    enum Failure: Error, Hashable, CustomStringConvertible {
        case refused(String)
        case status(Int)
        case notJSON
        case unreachable(String)

        var description: String {
            switch self {
            case .refused(let why): why
            case .status(let status): "the response has status \(status)"
            case .notJSON: "the response is no JSON"
            case .unreachable(let why): why
            }
        }
    }

    private static let jsonLimits = JSONLimits(bytes: 1 << 20, depth: 16, stringBytes: 64 << 10, members: 1_024)

    private let http: HTTPFetch
    private let reach: IssuerReach

    init(reach: IssuerReach, limits: OAuthLimits) {
        var configuration = FetchConfiguration()
        configuration.timeouts = FetchTimeouts(connect: limits.fetchTime, total: limits.fetchTime, stall: limits.fetchTime)
        configuration.limits.responseBytes = limits.documentBytes
        configuration.limits.headerBytes = 16 << 10
        configuration.limits.inFlight = limits.introspectionsInFlight + 64
        configuration.redirects = .none
        configuration.retry = .none
        configuration.circuitBreaker = nil
        configuration.proxy = reach == .privateNetworks ? .environment : .none
        configuration.allowsHTTP = reach == .loopback
        configuration.addresses =
            switch reach {
            case .publicInternet: .publicOnly
            case .privateNetworks: .any
            case .loopback: .custom { $0.isPublic || $0.isLoopback }
            }
        configuration.userAgent = "mcp-auth"
        http = HTTPFetch(configuration: configuration)
        self.reach = reach
    }

    func get(_ url: String) async throws(Failure) -> Document {
        try await document(of: FetchRequest(.get, url, headers: ["accept": "application/json"]))
    }

    /// - Parameter authorization: of the client, not of the caller.
    func post(_ form: [(String, String)], to url: String, authorization: String?) async throws(Failure) -> Document {
        let body = form.map { "\(PercentEncoding.encode($0))=\(PercentEncoding.encode($1))" }.joined(separator: "&")
        var request = FetchRequest(
            .post, url, headers: ["accept": "application/json", "content-type": "application/x-www-form-urlencoded"],
            body: Array(body.utf8))
        if let authorization { request.headers.add("authorization", authorization, isSensitive: true) }
        return try await document(of: request)
    }

    func shutdown() async { await http.shutdown() }

    private func document(of request: FetchRequest) async throws(Failure) -> Document {
        guard IssuerURL.isAllowed(request.url, reach) else { throw .refused("only https is allowed") }
        let response: FetchResponse
        do throws(FetchError) {
            response = try await http.send(request)
        } catch {
            throw .unreachable(error.message)
        }
        guard response.status == 200 else { throw .status(response.status) }
        do throws(JSONError) {
            return Document(json: try JSON(parsing: response.body, limits: Self.jsonLimits), maximumAge: Self.maximumAge(response.headers))
        } catch {
            throw .notJSON
        }
    }

    /// RFC 9111, section 5.2.2.1. What must not be stored is old at once.
    private static func maximumAge(_ headers: FetchHeaders) -> Duration? {
        for part in headers.values(of: "cache-control").joined(separator: ",").split(separator: ",") {
            let directive = part.filter { $0 != " " && $0 != "\t" }.lowercased()
            if directive == "no-store" || directive == "no-cache" { return .zero }
            if directive.hasPrefix("max-age="), let seconds = UInt32(directive.dropFirst(8)) { return .seconds(Int64(seconds)) }
        }
        return nil
    }
}

extension IPAddress {
    /// 127.0.0.0/8 and ::1.
    fileprivate var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }
}
