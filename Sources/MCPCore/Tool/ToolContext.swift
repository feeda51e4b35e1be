/// What a tool knows of the call it serves.
public struct ToolContext: HandlerContext {
    public let request: RequestContext

    init(_ request: RequestContext) {
        self.request = request
    }
}
