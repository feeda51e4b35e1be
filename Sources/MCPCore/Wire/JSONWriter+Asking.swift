extension ClientRequest {
    /// Writes the members of `params` in the words of a revision.
    func writeParams(_ writer: inout JSONWriter, _ features: RevisionFeatures) {
        switch kind {
        case .form(let message, let schema):
            if features.richElicitation { writer.member("mode", "form") }
            writer.member("message", message)
            writer.key("requestedSchema")
            writer.object(schema(features))
        case .url(let elicitation):
            // Only a client that declared this mode is asked so: one that knows the word, whatever its revision.
            writer.member("mode", "url")
            writer.member("message", elicitation.message)
            writer.member("url", elicitation.url)
            if features.elicitationIDs { writer.member("elicitationId", elicitation.id) }
        case .sampling(let request): writer.members(of: request, features)
        case .roots: break
        case .written(_, let params):
            for member in params.members {
                writer.key(member.key)
                writer.value(member.value)
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func members(of request: SamplingRequest, _ features: RevisionFeatures) {
        key("messages")
        beginArray()
        for message in request.messages { self.message(message, features) }
        endArray()
        key("maxTokens")
        integer(Int64(request.maxTokens))
        member("systemPrompt", request.systemPrompt)
        member("temperature", request.temperature)
        if !request.stopSequences.isEmpty {
            key("stopSequences")
            beginArray()
            for text in request.stopSequences { string(text) }
            endArray()
        }
        if let preferences = request.modelPreferences { self.preferences(preferences) }
        member("includeContext", request.includeContext?.rawValue)
        if let metadata = request.metadata {
            key("metadata")
            object(metadata)
        }
        guard features.samplingTools else { return }
        if !request.tools.isEmpty { tools(Page(request.tools), features) }
        if let choice = request.toolChoice {
            key("toolChoice")
            beginObject()
            member("mode", choice.rawValue)
            endObject()
        }
    }

    private mutating func preferences(_ preferences: ModelPreferences) {
        key("modelPreferences")
        beginObject()
        if !preferences.hints.isEmpty {
            key("hints")
            beginArray()
            for name in preferences.hints {
                beginObject()
                member("name", name)
                endObject()
            }
            endArray()
        }
        member("costPriority", preferences.cost)
        member("speedPriority", preferences.speed)
        member("intelligencePriority", preferences.intelligence)
        endObject()
    }

    /// One message, or one for each piece where a revision has no lists of them.
    private mutating func message(_ message: SamplingMessage, _ features: RevisionFeatures) {
        let pieces = features.samplingTools ? message.content : message.content.filter { !$0.isOfTools }
        if features.samplingTools, pieces.count != 1 {
            self.message(message.role) { writer in
                writer.beginArray()
                for piece in pieces { writer.piece(piece, features) }
                writer.endArray()
            }
        } else {
            for piece in pieces { self.message(message.role) { $0.piece(piece, features) } }
        }
    }

    private mutating func message(_ role: Annotations.Role, _ content: (inout JSONWriter) -> Void) {
        beginObject()
        member("role", role.rawValue)
        key("content")
        content(&self)
        endObject()
    }

    private mutating func piece(_ piece: SamplingContent, _ features: RevisionFeatures) {
        switch piece {
        case .text(let text): content(.text(text), features)
        case .image(let base64, let mimeType): content(Content(.image(base64: base64, mimeType: mimeType)), features)
        case .audio(let base64, let mimeType): content(Content(.audio(base64: base64, mimeType: mimeType)), features)
        case .toolUse(let use):
            beginObject()
            member("type", "tool_use")
            member("id", use.id)
            member("name", use.name)
            key("input")
            object(use.input)
            meta(use.meta, features)
            endObject()
        case .toolResult(let result, let id):
            beginObject()
            member("type", "tool_result")
            member("toolUseId", id)
            toolResult(result, features)
            meta(result.meta, features)
            endObject()
        }
    }

    private mutating func member(_ name: StaticString, _ value: Double?) {
        guard let value else { return }
        key(name)
        double(value)
    }
}
