/// The dates of HTTP in all three notations of RFC 9110, 5.6.7, as seconds since 1970.
enum HTTPDate {
    /// - Parameter now: what a year of two digits is read against.
    static func unixSeconds(_ text: String, now: Int64) -> Int64? {
        let words = text.split(whereSeparator: { " ,-".contains($0) }).map(String.init)
        switch words.count {
        // Sun, 06 Nov 1994 08:49:37 GMT, and Sunday, 06-Nov-94 08:49:37 GMT
        case 6 where words[5] == "GMT":
            guard let year = year(words[3], now: now) else { return nil }
            return seconds(year: year, month: words[2], day: words[1], time: words[4])
        // Sun Nov  6 08:49:37 1994
        case 5:
            guard words[4].utf8.count == 4, let year = digits(words[4]) else { return nil }
            return seconds(year: year, month: words[1], day: words[2], time: words[3])
        default: return nil
        }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func seconds(year: Int64, month: String, day: String, time: String) -> Int64? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { digits(String($0)) }
        guard let month = months.firstIndex(of: month), let day = digits(day), (1...31).contains(day), clock.count == 3,
            let hour = clock[0], let minute = clock[1], let second = clock[2], hour < 24, minute < 60, second <= 60
        else { return nil }
        return days(year, Int64(month + 1), day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// Days since 1970 in the Gregorian calendar, by counting years from March.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let era = year / 400
        let yearOfEra = year - era * 400
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Two digits mean the year nearest to now that is not more than 50 years ahead.
    private static func year(_ text: String, now: Int64) -> Int64? {
        guard let number = digits(text) else { return nil }
        switch text.utf8.count {
        case 4: return number
        case 2:
            let current = 1970 + now / 31_556_952
            let year = current / 100 * 100 + number
            return year > current + 50 ? year - 100 : year
        default: return nil
        }
    }

    private static func digits(_ text: String) -> Int64? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }
}
