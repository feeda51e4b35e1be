/// The words of one revision: from its messages to the neutral model and back.
///
/// A method that the revision lacks is absent from `lift`, and so is answered with -32601 by construction.
protocol WireCodec: Sendable {
    var revision: ProtocolRevision { get }
    var features: RevisionFeatures { get }

    /// - Throws: an unknown method, or parameters of the wrong shape.
    func lift(_ method: String, _ params: Params) throws(MCPError) -> Invocation

    /// The `result` of a response.
    /// - Throws: what this revision answers with an error.
    func lower(_ reply: Reply, to id: RequestID) throws(MCPError) -> RawMessage
}

extension WireCodec {
    func lower(_ error: MCPError, to id: RequestID?) -> RawMessage {
        .error(error, to: id)
    }

    func lower(_ notification: ServerNotification) -> RawMessage {
        switch notification {
        case .progress(let progress):
            .notification("notifications/progress") { writer in
                writer.key("progressToken")
                writer.value(progress.token.json)
                writer.key("progress")
                writer.double(progress.progress)
                if let total = progress.total {
                    writer.key("total")
                    writer.double(total)
                }
                if features.annotations, let message = progress.message {
                    writer.key("message")
                    writer.string(message)
                }
            }
        }
    }

    func liftToolCall(_ params: Params) throws(MCPError) -> Invocation {
        .callTool(ToolCall(name: try params.string("name"), arguments: try params.optionalObject("arguments")))
    }
}
