/// A JSON number that is not a 64-bit integer, kept as it was written.
///
/// `1.0`, `1e2` and `18446744073709551615` come out as they came in; nothing is rounded on the way.
public struct JSONNumber: Sendable, Hashable {
    /// The literal, as RFC 8259 section 6 allows it.
    public let literal: String

    init(literal: String) {
        self.literal = literal
    }

    /// - Returns: nil for NaN and the infinities, which JSON cannot say.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = value.description
    }

    /// The nearest double.
    public var double: Double {
        // The scanner and `init(_:)` admit finite literals only, so the fallback is out of reach.
        Double(literal) ?? .nan
    }

    /// The value as an integer if it is one, exactly: `5.0` and `5e0` are 5, `5.5` and 2^64 are nothing.
    public var exactInteger: Int64? {
        if let value = Int64(literal) { return value }
        let value = double
        // Beyond 2^53 a double no longer tells neighbouring integers apart.
        guard value.magnitude <= 9_007_199_254_740_992 else { return nil }
        return Int64(exactly: value)
    }
}
