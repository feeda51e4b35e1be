extension JSONWriter {
    mutating func implementation(_ implementation: Implementation, _ features: RevisionFeatures) {
        beginObject()
        member("name", implementation.name)
        if features.structuredContent { member("title", implementation.title) }
        member("version", implementation.version)
        if features.icons {
            member("description", implementation.description)
            member("websiteUrl", implementation.websiteURL)
            icons(implementation.icons)
        }
        endObject()
    }

    mutating func icons(_ icons: [Icon]) {
        guard !icons.isEmpty else { return }
        key("icons")
        beginArray()
        for icon in icons {
            beginObject()
            member("src", icon.source)
            member("mimeType", icon.mimeType)
            if !icon.sizes.isEmpty {
                key("sizes")
                beginArray()
                for size in icon.sizes { string(size) }
                endArray()
            }
            member("theme", icon.theme?.rawValue)
            endObject()
        }
        endArray()
    }

    mutating func capabilities(_ capabilities: ServerCapabilities) {
        key("capabilities")
        beginObject()
        if capabilities.tools {
            key("tools")
            beginObject()
            endObject()
        }
        endObject()
    }
}
