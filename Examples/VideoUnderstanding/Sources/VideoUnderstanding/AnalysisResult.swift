import MCPCore

/// What the service has seen.
struct AnalysisResult: Sendable {
    struct Moment: Sendable {
        /// From the beginning of the video, in seconds.
        let at: Double
        let text: String
    }

    let summary: String
    let moments: [Moment]

    init?(_ json: JSON) {
        guard let summary = json["summary"]?.string else { return nil }
        self.summary = summary
        moments = (json["moments"]?.array ?? []).compactMap { moment in
            guard let at = moment["at"]?.double, let text = moment["text"]?.string else { return nil }
            return Moment(at: at, text: text)
        }
    }
}

extension AnalysisResult: StructuredOutput {
    static let schema = OutputSchema<AnalysisResult>.object(
        field("summary", { $0.summary }, .string),
        field(
            "moments", { $0.moments },
            .array(of: .object(field("at_seconds", { $0.at }, .number), field("text", { $0.text }, .string)))))

    var text: String {
        ([summary] + moments.map { "\(Self.clock($0.at)) \($0.text)" }).joined(separator: "\n")
    }

    /// `1:05` for 65 seconds.
    private static func clock(_ time: Double) -> String {
        let seconds = Int(min(max(time, 0), 1e6))
        return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }
}
