extension JSONWriter {
    mutating func prompts(_ page: Page<PromptDefinition>, _ features: RevisionFeatures) {
        key("prompts")
        beginArray()
        for prompt in page.elements {
            beginObject()
            member("name", prompt.name)
            if features.structuredContent { member("title", prompt.title) }
            member("description", prompt.description)
            arguments(prompt.arguments, features)
            if features.icons { icons(prompt.icons) }
            meta(prompt.meta, features)
            endObject()
        }
        endArray()
        member("nextCursor", page.nextCursor)
    }

    private mutating func arguments(_ arguments: [PromptDefinition.Argument], _ features: RevisionFeatures) {
        guard !arguments.isEmpty else { return }
        key("arguments")
        beginArray()
        for argument in arguments {
            beginObject()
            member("name", argument.name)
            if features.structuredContent { member("title", argument.title) }
            member("description", argument.description)
            if argument.isRequired { member("required", true) }
            endObject()
        }
        endArray()
    }

    /// The members of a prompt's result, but for `_meta`.
    mutating func promptResult(_ result: PromptResult, _ features: RevisionFeatures) {
        member("description", result.description)
        key("messages")
        beginArray()
        for message in result.messages {
            beginObject()
            member("role", message.role.rawValue)
            key("content")
            content(message.content, features)
            endObject()
        }
        endArray()
    }

    mutating func completion(_ completion: Completion) {
        key("completion")
        beginObject()
        key("values")
        beginArray()
        for value in completion.values { string(value) }
        endArray()
        if let total = completion.total {
            key("total")
            integer(Int64(total))
        }
        member("hasMore", completion.hasMore)
        endObject()
    }
}
