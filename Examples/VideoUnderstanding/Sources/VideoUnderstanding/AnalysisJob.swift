import MCPCore

/// A job as the service tells of it.
struct AnalysisJob: Sendable {
    enum State: Sendable {
        case waiting
        case running
        case succeeded(AnalysisResult)
        /// With the service's reason.
        case failed(String)
    }

    let id: String
    let state: State
    /// From 0 to 1, where the service can tell.
    let progress: Double?
    /// What is being done, in a few words.
    let stage: String?

    /// - Returns: nil for JSON that is no job.
    init?(_ json: JSON) {
        guard let id = json["id"]?.string, !id.isEmpty, let status = json["status"]?.string else { return nil }
        self.id = id
        progress = json["progress"]?.double.map { min(max($0, 0), 1) }
        stage = json["stage"]?.string?.oneLine(100)
        switch status {
        case "queued": state = .waiting
        case "running": state = .running
        case "succeeded":
            guard let result = json["result"].flatMap({ AnalysisResult($0) }) else { return nil }
            state = .succeeded(result)
        case "failed": state = .failed(json["error"]?["message"]?.string?.oneLine(300) ?? "no reason given")
        default: return nil
        }
    }
}
