/// A setting that cannot be used: one line for whoever started the program.
public struct SettingError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
