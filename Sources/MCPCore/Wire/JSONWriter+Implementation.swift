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

    mutating func capabilities(_ capabilities: ServerCapabilities, _ features: RevisionFeatures) {
        key("capabilities")
        beginObject()
        if capabilities.tools { capability("tools", listChanged: capabilities.announced.contains(.tools)) }
        if capabilities.resources {
            capability("resources", listChanged: capabilities.announced.contains(.resources), subscribe: true)
        }
        if capabilities.prompts { capability("prompts", listChanged: capabilities.announced.contains(.prompts)) }
        if capabilities.completions, features.completionsCapability { capability("completions") }
        if capabilities.logging { capability("logging") }
        switch features.tasks {
        case .absent: break
        case .byClient:
            if capabilities.tasks {
                key("tasks")
                value(["list": [:], "cancel": [:], "requests": ["tools": ["call": [:]]]])
            }
        case .byServer:
            if !capabilities.extensions.isEmpty {
                key("extensions")
                object(capabilities.extensions)
            }
        }
        endObject()
    }

    private mutating func capability(_ name: StaticString, listChanged: Bool = false, subscribe: Bool = false) {
        key(name)
        beginObject()
        if subscribe { member("subscribe", true) }
        if listChanged { member("listChanged", true) }
        endObject()
    }
}
