/// A tool could not do what was asked. The model reads why, so the text says what to do next.
public struct ToolFailure: Error, Sendable, Hashable {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }
}
