import MCPCore

/// What is asked of the analysis service.
struct AnalysisRequest: Sendable {
    let videoURL: String
    let question: String

    var json: JSON { ["video_url": .string(videoURL), "question": .string(question)] }
}
