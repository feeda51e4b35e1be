extension JSONWriter {
    /// A page of resources, or of templates, which differ by two names.
    mutating func resources(
        _ page: Page<ResourceDefinition>, _ list: StaticString, _ uri: StaticString, _ features: RevisionFeatures
    ) {
        key(list)
        beginArray()
        for resource in page.elements { self.resource(resource, uri, features) }
        endArray()
        member("nextCursor", page.nextCursor)
    }

    private mutating func resource(_ resource: ResourceDefinition, _ uri: StaticString, _ features: RevisionFeatures) {
        beginObject()
        member(uri, resource.uri)
        member("name", resource.name)
        if features.structuredContent { member("title", resource.title) }
        member("description", resource.description)
        member("mimeType", resource.mimeType)
        if let size = resource.size {
            key("size")
            integer(size)
        }
        if let annotations = resource.annotations {
            key("annotations")
            self.annotations(annotations, features)
        }
        if features.icons { icons(resource.icons) }
        meta(resource.meta, features)
        endObject()
    }

    mutating func contents(_ contents: [ResourceContents], _ features: RevisionFeatures) {
        key("contents")
        beginArray()
        for part in contents { resourceContents(part, features) }
        endArray()
    }

    mutating func meta(_ meta: JSONObject?, _ features: RevisionFeatures) {
        guard features.structuredContent, let meta else { return }
        key("_meta")
        object(meta)
    }
}
