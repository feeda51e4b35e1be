/// Why a demo data set was not loaded.
public enum DemoLoadError: Error, Sendable, CustomStringConvertible {
    case notEmpty

    public var description: String { "the database already holds data; demo data is only put into an empty one" }
}
