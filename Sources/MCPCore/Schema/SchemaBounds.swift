/// A range that may be open at either end, for lengths, counts and numbers.
public protocol SchemaBounds<Bound> {
    associatedtype Bound: Comparable
    var minimum: Bound? { get }
    var maximum: Bound? { get }
}

extension ClosedRange: SchemaBounds {
    public var minimum: Bound? { lowerBound }
    public var maximum: Bound? { upperBound }
}

extension PartialRangeFrom: SchemaBounds {
    public var minimum: Bound? { lowerBound }
    public var maximum: Bound? { nil }
}

extension PartialRangeThrough: SchemaBounds {
    public var minimum: Bound? { nil }
    public var maximum: Bound? { upperBound }
}

/// ``SchemaBounds`` as a value that a decoder keeps.
struct Interval<Bound: Comparable & Sendable>: Sendable {
    let minimum: Bound?
    let maximum: Bound?

    init(_ bounds: some SchemaBounds<Bound>) {
        minimum = bounds.minimum
        maximum = bounds.maximum
    }

    func contains(_ value: Bound) -> Bool {
        if let minimum, value < minimum { return false }
        if let maximum, value > maximum { return false }
        return true
    }

    /// `1 to 200`, `at least 1`, `at most 200`.
    var words: String {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): minimum == maximum ? "exactly \(minimum)" : "\(minimum) to \(maximum)"
        case (let minimum?, nil): "at least \(minimum)"
        case (nil, let maximum?): "at most \(maximum)"
        case (nil, nil): "any"
        }
    }
}
