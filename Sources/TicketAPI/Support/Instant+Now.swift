internal import Foundation

extension Instant {
    /// The wall clock, rounded down to milliseconds.
    public static func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
