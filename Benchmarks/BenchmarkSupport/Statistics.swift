extension [Double] {
    package var median: Double { isEmpty ? 0 : sorted()[count / 2] }

    /// The value that so large a part of all does not exceed.
    package func percentile(_ part: Double) -> Double {
        isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(Double(count) * part))]
    }
}

extension Double {
    /// To two places.
    package var rounded2: Double { (self * 100).rounded() / 100 }
}
