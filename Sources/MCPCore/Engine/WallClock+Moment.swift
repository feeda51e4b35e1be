extension WallClock {
    /// A moment as RFC 3339, section 5.6, writes it, since 1970. Of a fraction nine digits count; a leap second is the second after it.
    /// - Returns: nil for other texts.
    package static func moment(_ text: String) -> Duration? {
        guard StringFormat.dateTime.matches(text) else { return nil }
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64 { range.reduce(0) { $0 * 10 + Int64(bytes[$1] - UInt8(ascii: "0")) } }
        let day = daysSinceEpoch(year: number(0..<4), month: number(5..<7), day: number(8..<10))
        var seconds = day * 86_400 + number(11..<13) * 3_600 + number(14..<16) * 60 + number(17..<19)
        var index = 19
        var nanoseconds: Int64 = 0
        if bytes[index] == UInt8(ascii: ".") {
            let digits = bytes[(index + 1)...].prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            for place in 0..<9 {
                nanoseconds = nanoseconds * 10 + (place < digits.count ? Int64(digits[index + 1 + place] - UInt8(ascii: "0")) : 0)
            }
            index += 1 + digits.count
        }
        if bytes[index] | 0x20 != UInt8(ascii: "z") {
            let offset = number(index + 1..<index + 3) * 3_600 + number(index + 4..<index + 6) * 60
            seconds += bytes[index] == UInt8(ascii: "-") ? offset : -offset
        }
        return .seconds(seconds) + .nanoseconds(nanoseconds)
    }

    /// In the proleptic Gregorian calendar, years counted from March in eras of 400, as in the way back.
    private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
