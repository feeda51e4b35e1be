extension JSONWriter {
    mutating func tools(_ page: Page<ToolDefinition>, _ features: RevisionFeatures) {
        key("tools")
        beginArray()
        for tool in page.elements { self.tool(tool, features) }
        endArray()
        member("nextCursor", page.nextCursor)
    }

    private mutating func tool(_ tool: ToolDefinition, _ features: RevisionFeatures) {
        beginObject()
        member("name", tool.name)
        if features.structuredContent { member("title", tool.title) }
        member("description", tool.description)
        key("inputSchema")
        raw(tool.inputSchema)
        if features.structuredContent, let schema = tool.outputSchema {
            key("outputSchema")
            raw(schema)
        }
        if features.annotations, let annotations = tool.annotations {
            key("annotations")
            beginObject()
            member("title", annotations.title)
            member("readOnlyHint", annotations.readOnly)
            member("destructiveHint", annotations.destructive)
            member("idempotentHint", annotations.idempotent)
            member("openWorldHint", annotations.openWorld)
            endObject()
        }
        if features.icons { icons(tool.icons) }
        if features.tasks == .byClient, tool.taskSupport != .forbidden {
            key("execution")
            beginObject()
            member("taskSupport", tool.taskSupport.rawValue)
            endObject()
        }
        meta(tool.meta, features)
        endObject()
    }

    /// The members of a tool's result, but for `_meta`.
    mutating func toolResult(_ result: ToolResult, _ features: RevisionFeatures) {
        reserve(Self.expectedBytes(of: result))
        key("content")
        beginArray()
        for content in result.content { self.content(content, features) }
        endArray()
        if features.structuredContent, let structured = result.structuredContent,
            features.anyStructuredContent || structured.isObject
        {
            key("structuredContent")
            raw(structured)
        }
        if result.isError {
            key("isError")
            bool(true)
        }
    }

    /// About what a result takes; text that is JSON itself grows by a quarter when its quotes are escaped.
    private static func expectedBytes(of result: ToolResult) -> Int {
        var count = 256 + (result.structuredContent?.bytes.count ?? 0)
        for content in result.content {
            switch content.kind {
            case .text(let text): count += text.utf8.count + text.utf8.count / 4
            case .image(let data, _), .audio(let data, _): count += data.utf8.count
            case .resourceLink, .resource: break
            }
        }
        return count
    }
}
