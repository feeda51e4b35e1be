/// A point in time, to the millisecond.
struct Moment: Sendable, Hashable {
    /// Since 1970-01-01T00:00:00Z.
    let milliseconds: Int64

    /// When a day begins.
    init(startOf date: CivilDate, in zone: ZoneOffset) {
        milliseconds = (Int64(date.dayNumber) * 86_400 - Int64(zone.seconds)) * 1_000
    }

    /// The last second of a day.
    init(endOf date: CivilDate, in zone: ZoneOffset) {
        milliseconds = Moment(startOf: date.next, in: zone).milliseconds - 1_000
    }

    /// A time of RFC 3339, with its offset; nil for anything else.
    init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let date = scanner.date(), scanner.skip("T", "t", " ") != nil,
            let hour = scanner.number(2), hour <= 23, scanner.skip(":") != nil, let minute = scanner.number(2), minute <= 59
        else { return nil }
        var second = 0
        var fraction = 0
        if scanner.skip(":") != nil {
            guard let read = scanner.number(2), read <= 60, let digits = scanner.fraction() else { return nil }
            // A leap second is counted as the second before it, as the systems' clocks do.
            second = min(read, 59)
            fraction = digits
        }
        guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
        milliseconds = (Int64(date.dayNumber) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)) * 1_000 + Int64(fraction)
    }

    /// The day that it is in a zone.
    func day(in zone: ZoneOffset) -> CivilDate {
        CivilDate(dayNumber: Int((milliseconds + Int64(zone.seconds) * 1_000).floorDivided(by: 86_400_000).quotient))
    }

    /// RFC 3339 in UTC.
    var text: String {
        let (days, rest) = milliseconds.floorDivided(by: 86_400_000)
        let (year, month, day) = CivilDate(dayNumber: Int(days)).parts
        let seconds = Int(rest / 1_000)
        let fraction = Int(rest % 1_000)
        let thousands = fraction == 0 ? "" : ".\(String(1_000 + fraction).dropFirst())"
        let years = String(10_000 + year).suffix(4)
        let clock = "\(twoDigits(seconds / 3_600)):\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        return "\(years)-\(twoDigits(month))-\(twoDigits(day))T\(clock)\(thousands)Z"
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
