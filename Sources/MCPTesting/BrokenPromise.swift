/// What an implementation of a protocol was held to and does not do. ``SessionStoreCompliance`` and its like throw it.
public struct BrokenPromise: Error, CustomStringConvertible {
    public let description: String
}

/// - Throws: ``BrokenPromise``, with the promise for its description, unless it holds.
func require(_ holds: Bool, _ promise: @autoclosure () -> String) throws {
    guard holds else { throw BrokenPromise(description: promise()) }
}
