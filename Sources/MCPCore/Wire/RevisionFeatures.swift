/// What one revision has words for. What it lacks is not sent to its clients.
///
/// This table and the codecs' registries are the only places that know how revisions differ.
struct RevisionFeatures: Sendable {
    /// JSON-RPC batches are received.
    var batches = false
    /// `annotations` of tools, `message` of progress, audio content.
    var annotations = true
    /// `title`, `outputSchema`, `structuredContent`, `resource_link`, `_meta` on content, `lastModified`; elicitation.
    var structuredContent = true
    /// `icons`, and `description` and `websiteUrl` of implementations.
    var icons = true
    /// Arguments that a schema refuses are the tool's error, which the model sees, not the protocol's.
    var invalidArgumentsAreToolErrors = true
    /// `structuredContent` may be any JSON value, not only an object.
    var anyStructuredContent = false
    /// `completions` is a capability.
    var completionsCapability = true
    /// Streams can be ended early and polled; see ``ProtocolRevision/primesStreams``.
    var primesStreams = false
    /// Which form tasks have.
    var tasks = TaskForm.absent
    /// Forms with defaults of every kind, titled choices and several choices; `mode`, and elicitation by URL.
    var richElicitation = true
    /// Elicitation by URL names its errand.
    var elicitationIDs = true
    /// Sampling with tools, and with several pieces of content in a message.
    var samplingTools = true

    enum TaskForm: Sendable {
        case absent
        /// The client asks for them when it calls, and waits with `tasks/result` (2025-11-25, experimental).
        case byClient
        /// The server answers with them as it sees fit (extension `io.modelcontextprotocol/tasks`).
        case byServer
    }

    static func of(_ revision: ProtocolRevision) -> RevisionFeatures {
        var features = RevisionFeatures()
        switch revision {
        case .v2024_11_05:
            features.completionsCapability = false
            features.annotations = false
            features.structuredContent = false
            features.icons = false
            features.invalidArgumentsAreToolErrors = false
            features.richElicitation = false
            features.samplingTools = false
        case .v2025_03_26:
            features.batches = true
            features.structuredContent = false
            features.icons = false
            features.invalidArgumentsAreToolErrors = false
            features.richElicitation = false
            features.samplingTools = false
        case .v2025_06_18:
            features.icons = false
            features.invalidArgumentsAreToolErrors = false
            features.richElicitation = false
            features.samplingTools = false
        case .v2025_11_25:
            features.tasks = .byClient
            features.primesStreams = true
        default:
            features.anyStructuredContent = true
            features.tasks = .byServer
            features.elicitationIDs = false
        }
        return features
    }
}

extension ProtocolRevision {
    /// A stream begins with an empty event whose id a client can come back to, and may be ended before its answer (2025-11-25, Streamable
    /// HTTP, polling).
    package var primesStreams: Bool { RevisionFeatures.of(self).primesStreams }
}
