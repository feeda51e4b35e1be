/// What one revision has words for. What it lacks is not sent to its clients.
///
/// This table and the codecs' registries are the only places that know how revisions differ.
struct RevisionFeatures: Sendable {
    /// JSON-RPC batches are received.
    var batches = false
    /// `annotations` of tools, `message` of progress, audio content.
    var annotations = true
    /// `title`, `outputSchema`, `structuredContent`, `resource_link`, `_meta` on content.
    var structuredContent = true
    /// `icons`, and `description` and `websiteUrl` of implementations.
    var icons = true
    /// Arguments that a schema refuses are the tool's error, which the model sees, not the protocol's.
    var invalidArgumentsAreToolErrors = true
    /// `structuredContent` may be any JSON value, not only an object.
    var anyStructuredContent = false

    static func of(_ revision: ProtocolRevision) -> RevisionFeatures {
        var features = RevisionFeatures()
        switch revision {
        case .v2024_11_05:
            features.annotations = false
            features.structuredContent = false
            features.icons = false
            features.invalidArgumentsAreToolErrors = false
        case .v2025_03_26:
            features.batches = true
            features.structuredContent = false
            features.icons = false
            features.invalidArgumentsAreToolErrors = false
        case .v2025_06_18:
            features.icons = false
            features.invalidArgumentsAreToolErrors = false
        case .v2025_11_25:
            break
        default:
            features.anyStructuredContent = true
        }
        return features
    }
}
