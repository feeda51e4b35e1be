extension JSONWriter {
    /// Writes one piece of content in the words of a revision. A kind that it lacks becomes text that says what was there.
    mutating func content(_ content: Content, _ features: RevisionFeatures) {
        beginObject()
        switch content.kind {
        case .text(let text):
            member("type", "text")
            member("text", text)
        case .image(let base64, let mimeType):
            member("type", "image")
            member("data", base64)
            member("mimeType", mimeType)
        case .audio(let base64, let mimeType) where features.annotations:
            member("type", "audio")
            member("data", base64)
            member("mimeType", mimeType)
        case .audio(_, let mimeType):
            member("type", "text")
            member("text", "[audio, \(mimeType): this client's protocol revision cannot carry it]")
        case .resourceLink(let link) where features.structuredContent:
            member("type", "resource_link")
            members(of: link)
        case .resourceLink(let link):
            member("type", "text")
            member("text", "\(link.title ?? link.name): \(link.uri)")
        case .resource(let contents):
            member("type", "resource")
            key("resource")
            resourceContents(contents, features)
        }
        if let annotations = content.annotations {
            key("annotations")
            self.annotations(annotations, features)
        }
        if features.structuredContent, let meta = content.meta {
            key("_meta")
            object(meta)
        }
        endObject()
    }

    private mutating func members(of link: ResourceLink) {
        member("uri", link.uri)
        member("name", link.name)
        member("title", link.title)
        member("description", link.description)
        member("mimeType", link.mimeType)
        if let size = link.size {
            key("size")
            integer(size)
        }
    }

    mutating func resourceContents(_ contents: ResourceContents, _ features: RevisionFeatures) {
        beginObject()
        member("uri", contents.uri)
        member("mimeType", contents.mimeType)
        switch contents.body {
        case .text(let text): member("text", text)
        case .blob(let base64): member("blob", base64)
        }
        meta(contents.meta, features)
        endObject()
    }

    mutating func annotations(_ annotations: Annotations, _ features: RevisionFeatures) {
        beginObject()
        if !annotations.audience.isEmpty {
            key("audience")
            beginArray()
            for role in annotations.audience { string(role.rawValue) }
            endArray()
        }
        if let priority = annotations.priority {
            key("priority")
            double(priority)
        }
        if features.structuredContent { member("lastModified", annotations.lastModified) }
        endObject()
    }

    /// A member with a text, left out where there is none.
    mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        string(text)
    }

    /// A member with a truth value, left out where there is none.
    mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        key(name)
        bool(value)
    }
}
