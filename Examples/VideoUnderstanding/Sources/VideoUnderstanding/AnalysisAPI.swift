import HTTPFetch
import MCPCore

/// The analysis service's REST API.
///
/// | request | answer |
/// |---|---|
/// | `POST /v1/analyses` with `video_url`, `question` | 202 and the job |
/// | `GET /v1/analyses/{id}` | 200 and the job; `Retry-After` says when to ask again |
/// | `DELETE /v1/analyses/{id}` | 204; the job is cancelled |
struct AnalysisAPI: Sendable {
    private let baseURL: String
    private let key: String
    private let fetch: HTTPFetch

    /// - Parameters:
    ///   - baseURL: what stands before `/v1`.
    ///   - answerTime: how long the service may take to answer one request. Jobs take longer, requests do not.
    init(baseURL: String, key: String, answerTime: Duration = .seconds(15)) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.key = key
        var configuration = FetchConfiguration()
        configuration.timeouts.total = answerTime
        configuration.limits.responseBytes = 4 << 20
        configuration.userAgent = "video-understanding"
        fetch = HTTPFetch(configuration: configuration)
    }

    func start(_ request: AnalysisRequest) async throws(AnalysisError) -> AnalysisJob {
        // The same key for each attempt: the service makes one job of them, and so the request may be sent again.
        let attempt = String(UInt64.random(in: .min ... .max), radix: 36)
        var sent = self.request(.post, "/v1/analyses", request.json)
        sent.headers.add("idempotency-key", attempt)
        sent.isIdempotent = true
        return try await job(sent).job
    }

    /// - Returns: the job, and how long the service wants to be left alone.
    func poll(_ id: String) async throws(AnalysisError) -> (job: AnalysisJob, retryAfter: Duration?) {
        var sent = request(.get, path(of: id))
        // Whoever polls comes back anyway.
        sent.retry = RetryPolicy.none
        return try await job(sent)
    }

    func cancel(_ id: String) async throws(AnalysisError) {
        let response = try await send(request(.delete, path(of: id)))
        // What is gone already is as good as cancelled.
        guard response.isSuccess || response.status == 404 else { throw AnalysisError(response) }
    }

    /// Lets requests that are on their way finish, and takes no more.
    func shutdown() async {
        await fetch.shutdown(.finish)
    }

    private func job(_ request: FetchRequest) async throws(AnalysisError) -> (job: AnalysisJob, retryAfter: Duration?) {
        let response = try await send(request)
        guard response.isSuccess else { throw AnalysisError(response) }
        let job: AnalysisJob?
        do throws(JSONError) {
            job = AnalysisJob(try JSON(parsing: response.body))
        } catch {
            job = nil
        }
        guard let job else { throw AnalysisError(reason: .badResponse) }
        return (job, response.retryAfter)
    }

    private func send(_ request: FetchRequest) async throws(AnalysisError) -> FetchResponse {
        do throws(FetchError) {
            return try await fetch.send(request)
        } catch {
            throw AnalysisError(error)
        }
    }

    private func request(_ method: FetchMethod, _ path: String, _ body: JSON? = nil) -> FetchRequest {
        var headers: FetchHeaders = ["accept": "application/json"]
        headers.add("authorization", "Bearer \(key)", isSensitive: true)
        if body != nil { headers.add("content-type", "application/json") }
        return FetchRequest(method, baseURL + path, headers: headers, body: body?.bytes)
    }

    /// Ids come from the service, and are still not to lead anywhere else.
    private func path(of id: String) -> String {
        let encoded = id.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "/v1/analyses/" + encoded.joined()
    }
}

extension AnalysisError {
    /// There was no response.
    fileprivate init(_ error: FetchError) {
        switch error.code {
        case .cancelled: self.init(reason: .cancelled)
        case .timeout: self.init(reason: .timeout)
        case .circuitOpen: self.init(reason: .busy(retryAfter: error.retryAfter))
        case .truncated, .responseTooLarge, .protocolError, .tooManyRedirects, .redirectRefused: self.init(reason: .badResponse)
        default: self.init(reason: .unavailable)
        }
    }

    /// The response says no.
    fileprivate init(_ response: FetchResponse) {
        switch response.status {
        case 401, 403: self.init(reason: .refusedKey)
        case 404, 410: self.init(reason: .lost)
        case 400, 413, 415, 422: self.init(reason: .rejected, detail: response.reason)
        case 429: self.init(reason: .busy(retryAfter: response.retryAfter))
        case 500...: self.init(reason: .unavailable)
        default: self.init(reason: .badResponse)
        }
    }
}

extension FetchResponse {
    fileprivate var retryAfter: Duration? {
        guard let seconds = headers["retry-after"].flatMap({ Int($0) }), 0...3_600 ~= seconds else { return nil }
        return .seconds(seconds)
    }

    /// Of `{"error": {"message": …}}`.
    fileprivate var reason: String {
        do throws(JSONError) {
            return try JSON(parsing: body)["error"]?["message"]?.string?.oneLine(300) ?? "no reason given"
        } catch {
            return "no reason given"
        }
    }
}
