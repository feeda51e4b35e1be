#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The variables that a program was started with.
public struct EnvironmentVariables: Sendable {
    public let values: [String: String]

    public init(_ values: [String: String]) {
        self.values = values
    }

    /// Those of this process. Read them once, before threads start: the C library's table is not safe to read while it is changed.
    public static func ofProcess() -> EnvironmentVariables {
        var values: [String: String] = [:]
        var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
        while let pointer = entry?.pointee {
            let text = String(cString: pointer)
            if let equals = text.firstIndex(of: "=") {
                values[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            entry = entry?.advanced(by: 1)
        }
        return EnvironmentVariables(values)
    }
}

/// Names alone: values may be secrets, and whoever prints something that holds this does not know it.
extension EnvironmentVariables: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(values.keys.sorted())" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["names": values.keys.sorted()]) }
}
