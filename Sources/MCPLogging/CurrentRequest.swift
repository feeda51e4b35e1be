public import Logging
package import MCPCore

/// A request, for lines that are logged while it is served.
package protocol LoggedRequest: AnyObject, Sendable {
    var request: ObservedRequest { get }
    /// The trace that it belongs to, and its own span, or its caller's where it has none.
    var trace: TraceContext? { get }
}

/// The request that is being served.
package enum CurrentRequest {
    @TaskLocal package static var value: (any LoggedRequest)?
}

extension Logger.MetadataProvider {
    /// Says of which request a line is, under the names that the access log has: `request`, `tool`, `session`, `trace_id`, `span_id`. Nothing
    /// outside of one.
    /// - Parameter project: the project of Google Cloud whose traces Cloud Logging should link to.
    public static func currentRequest(project: String? = nil) -> Logger.MetadataProvider {
        Logger.MetadataProvider {
            guard let current = CurrentRequest.value else { return [:] }
            var metadata: Logger.Metadata = ["request": .string(current.request.shownID.plainText)]
            if let tool = current.request.tool { metadata["tool"] = .string(tool.definition.name) }
            if let session = current.request.shownSession { metadata["session"] = .string(session) }
            guard let trace = current.trace else { return metadata }
            metadata["trace_id"] = .string(trace.trace.description)
            metadata["span_id"] = .string(trace.parent.description)
            guard let project else { return metadata }
            metadata["logging.googleapis.com/trace"] = .string("projects/\(project)/traces/\(trace.trace)")
            metadata["logging.googleapis.com/spanId"] = .string(trace.parent.description)
            return metadata
        }
    }
}

extension RequestID {
    package var plainText: String { if case .string(let text) = self { text } else { description } }
}
