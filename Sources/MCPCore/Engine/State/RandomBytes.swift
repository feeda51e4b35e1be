/// Bytes that nobody can guess.
package enum RandomBytes {
    /// From the system's secure generator.
    package static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in generator.next() }
    }
}
