#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What a program says to whoever started it.
public enum Console {
    /// Writes to standard output at once: `print` keeps text back where a program reads it instead of a person.
    public static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}
