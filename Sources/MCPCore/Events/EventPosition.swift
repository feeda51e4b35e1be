/// Where an event stands in its log: two numbers, compared one after the other. As text `1763749200123-0`, the form of Redis streams; a log
/// that counts with one number leaves the other at 0.
public struct EventPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let major: UInt64
    public let minor: UInt64

    public init(_ major: UInt64, _ minor: UInt64 = 0) {
        self.major = major
        self.minor = minor
    }

    /// - Returns: nil for what is no position: signs, blanks, further digits than 64 bits hold.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let major = Self.number(parts[0]), let minor = parts.count == 2 ? Self.number(parts[1]) : 0 else { return nil }
        self.init(major, minor)
    }

    public var text: String { "\(major)-\(minor)" }
    public var description: String { text }

    public static func < (left: EventPosition, right: EventPosition) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// The last that comes before this one.
    var predecessor: EventPosition {
        minor > 0 ? EventPosition(major, minor - 1) : major > 0 ? EventPosition(major - 1, .max) : self
    }

    private static func number(_ digits: Substring.UTF8View) -> UInt64? {
        guard 1...20 ~= digits.count, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return UInt64(Substring(digits))
    }
}
