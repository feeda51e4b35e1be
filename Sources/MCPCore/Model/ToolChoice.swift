/// Whether a model may, must or must not use the tools of a sampling request.
public enum ToolChoice: String, Sendable, Hashable {
    /// It decides itself.
    case auto
    /// At least one, before it ends.
    case required
    /// The last word is wanted.
    case forbidden = "none"
}
