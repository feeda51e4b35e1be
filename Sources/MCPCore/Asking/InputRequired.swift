/// A handler cannot go on before its client has answered something (2026-07-28, multi round-trip requests).
///
/// Thrown by ``HandlerContext/ask(_:)``, and meant for the engine alone: a handler lets it pass.
public struct InputRequired: Error, Sendable {
    let requests: [Inquiry.Asked]
    /// Comes back with the answers.
    let state: String
}
