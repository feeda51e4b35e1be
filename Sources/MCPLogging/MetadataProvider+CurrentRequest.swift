internal import Instrumentation
public import Logging
internal import MCPCore

extension Logger.MetadataProvider {
    /// Says of which request a line is, under the names that the access log has: `request`, `tool`, `session`, `trace_id`, `span_id`. Nothing
    /// outside of one.
    /// - Parameter project: the project of Google Cloud whose traces Cloud Logging should link to.
    public static func currentRequest(project: String? = nil) -> Logger.MetadataProvider {
        Logger.MetadataProvider {
            guard let (request, mark) = ServiceContext.current?.call?.observation else { return [:] }
            var metadata: Logger.Metadata = ["request": .string(request.shownID.plainText)]
            if let tool = request.tool { metadata["tool"] = .string(tool.definition.name) }
            if let session = request.shownSession { metadata["session"] = .string(session) }
            guard let trace = mark.trace else { return metadata }
            metadata["trace_id"] = .string(trace.trace.description)
            metadata["span_id"] = .string(trace.parent.description)
            guard let project else { return metadata }
            metadata["logging.googleapis.com/trace"] = .string("projects/\(project)/traces/\(trace.trace)")
            metadata["logging.googleapis.com/spanId"] = .string(trace.parent.description)
            return metadata
        }
    }
}
