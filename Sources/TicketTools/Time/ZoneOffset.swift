/// A time zone without summer time, as a distance from UTC. A date such as `2026-11-21` is a day in it.
public struct ZoneOffset: Sendable, Hashable, CustomStringConvertible {
    public let seconds: Int
    /// `UTC`, `+09:00`.
    public let description: String

    public static let utc = ZoneOffset(seconds: 0)

    private init(seconds: Int) {
        self.seconds = seconds
        let minutes = abs(seconds) / 60
        description = seconds == 0 ? "UTC" : "\(seconds < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    /// - Parameter text: `UTC`, `+09:00`, or a zone that never changes its clocks: `Asia/Tokyo`.
    public init(_ text: String) throws(ConfigurationError) {
        switch text {
        case "UTC", "Etc/UTC", "GMT", "Z", "+00:00", "-00:00": self = .utc
        case "Asia/Tokyo", "Japan", "JST": self.init(seconds: 9 * 3_600)
        default:
            var scanner = DigitScanner(text)
            guard let seconds = scanner.offset(), scanner.isAtEnd else {
                throw ConfigurationError("The time zone must be UTC, an offset such as +09:00, or Asia/Tokyo.")
            }
            self.init(seconds: seconds)
        }
    }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
