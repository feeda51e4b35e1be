import MCPCore

/// Has a video analysed by a service that takes its time.
struct AnalyzeVideo: ReadTool {
    let analyses: Analyses

    static let name = "analyze_video"
    static let title: String? = "Analyze a video"
    static let description = """
        Watches a video and answers a question about it, with the moments that matter. Takes from seconds to minutes, and reports progress.
        """
    static let input = Schema<AnalysisRequest>.object(
        required("video_url", "Where the video is; the analysis service must be able to load it.", .httpsURL),
        required("question", "What you want to know.", .string(1...2_000))
    ) { AnalysisRequest(videoURL: $0, question: $1) }
    static let annotations = ToolAnnotations(readOnly: true, openWorld: true)
    /// Beyond, the server answers that it took too long, and cancels the call.
    static let timeout: Duration? = .seconds(600)

    func call(_ request: AnalysisRequest, _ context: ToolContext) async throws -> AnalysisResult {
        do throws(AnalysisError) {
            return try await analyses.run(request, context)
        } catch {
            if error.reason == .cancelled { throw CancellationError() }
            throw ToolFailure(error.explanation)
        }
    }
}

extension Schema where Value == String {
    fileprivate static var httpsURL: Schema {
        string(9...2_048).annotated("pattern", "^https://").map { text, decoder in
            guard text.hasPrefix("https://"), !text.contains(where: \.isWhitespace) else {
                decoder.report("must begin with https:// and hold no blanks")
                return nil
            }
            return text
        }
    }
}
