/// Something that a server asks of its client while it serves a request.
struct ClientRequest: Sendable {
    enum Kind: Sendable {
        /// The schema is told in the words of the client's revision.
        case form(message: String, schema: @Sendable (RevisionFeatures) -> JSONObject)
        case url(URLElicitation)
        case sampling(SamplingRequest)
        case roots
        /// What another server of ours asks, in the words of the client's revision.
        case written(StaticString, JSONObject)
    }

    let kind: Kind

    var method: StaticString {
        switch kind {
        case .form, .url: "elicitation/create"
        case .sampling: "sampling/createMessage"
        case .roots: "roots/list"
        case .written(let method, _): method
        }
    }

    /// What the client must have declared, in the form of its own capabilities.
    var requiredCapability: JSONObject {
        switch kind {
        case .form: ["elicitation": ["form": [:]]]
        case .url: ["elicitation": ["url": [:]]]
        case .sampling(let request): ["sampling": request.usesTools ? ["tools": [:]] : [:]]
        case .roots: ["roots": [:]]
        // Whoever wrote it has asked only for what the client has declared.
        case .written: [:]
        }
    }

    /// Whether the client has declared it, in a revision that has it.
    func isAllowed(by capabilities: ClientCapabilities, _ features: RevisionFeatures) -> Bool {
        switch kind {
        case .form where !features.structuredContent, .url where !features.richElicitation: return false
        case .form:
            // Without a mode it means forms: so it was in 2025-06-18, and so it stayed (elicitation, capabilities).
            guard let elicitation = capabilities["elicitation"] else { return false }
            return elicitation.declares("form") || !elicitation.declares("url")
        case .url: return capabilities["elicitation"]?.declares("url") ?? false
        case .sampling(let request):
            guard let sampling = capabilities["sampling"] else { return false }
            return !request.usesTools || (features.samplingTools && sampling.declares("tools"))
        case .roots: return capabilities.contains("roots")
        case .written: return true
        }
    }
}

extension JSONSlice {
    fileprivate func declares(_ name: StaticString) -> Bool { member(name)?.isObject ?? false }
}
