#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The time of day, for what is told to others and what must outlast the process. Durations are measured with ``TimeSource``: this clock
/// can be set forward and back.
package enum WallClock {
    /// Since 1970-01-01T00:00:00Z, without leap seconds.
    package static var now: Duration {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return .seconds(Int64(now.tv_sec)) + .nanoseconds(Int64(now.tv_nsec))
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z, for what every request asks for: a `Duration` is reckoned with integers of 128 bits.
    package static var nanoseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }

    /// Whole milliseconds since 1970-01-01T00:00:00Z.
    package static var milliseconds: Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Whole milliseconds of a duration, rounded down. Good for some 290 million years.
    package static func milliseconds(of duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let part = attoseconds / 1_000_000_000_000_000
        // Both parts have the sign of the whole, so that a negative one is rounded up by the division.
        return seconds * 1_000 + part - (attoseconds < part * 1_000_000_000_000_000 ? 1 : 0)
    }

    /// A moment in UTC with milliseconds, rounded down (RFC 3339, section 5.6): `2025-11-25T10:30:00.000Z`.
    ///
    /// RFC 3339 knows the years 0000 to 9999; what lies beyond becomes the first or last moment of them.
    package static func timestamp(_ sinceEpoch: Duration) -> String {
        let moment = milliseconds(of: min(max(sinceEpoch, .seconds(-62_167_219_200)), .milliseconds(253_402_300_799_999)))
        let day = moment.flooredQuotient(by: 86_400_000)
        let rest = moment - day * 86_400_000
        let date = civilDate(day)
        var text = ""
        text.reserveCapacity(24)
        func append(_ number: Int64, _ width: Int, then end: String) {
            let digits = String(number)
            text += String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits + end
        }
        append(date.year, 4, then: "-")
        append(date.month, 2, then: "-")
        append(date.day, 2, then: "T")
        append(rest / 3_600_000, 2, then: ":")
        append(rest / 60_000 % 60, 2, then: ":")
        append(rest / 1_000 % 60, 2, then: ".")
        append(rest % 1_000, 3, then: "Z")
        return text
    }

    /// The day that a moment is of, and when it began, both in milliseconds since 1970.
    package static func date(of moment: Int64) -> (year: Int64, month: Int64, day: Int64, start: Int64) {
        let day = moment.flooredQuotient(by: 86_400_000)
        let date = civilDate(day)
        return (date.year, date.month, date.day, day * 86_400_000)
    }

    /// The date of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
    private static func civilDate(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years, which all have as many days.
        let shifted = day + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (
            year: era * 400 + yearOfEra + (month < 10 ? 0 : 1), month: month < 10 ? month + 3 : month - 9,
            day: dayOfYear - (153 * month + 2) / 5 + 1
        )
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity.
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
