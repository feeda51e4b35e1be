/// What a text stands for (JSON Schema 2020-12, validation, section 7.3); those that a form may ask for.
public enum StringFormat: String, Sendable, Hashable, CaseIterable {
    /// RFC 5321 and RFC 6531, without quoted local parts and address literals. Whether anybody reads it there is not known by its looks.
    case email
    /// Absolute, RFC 3986.
    case uri
    /// RFC 3339, `full-date`; a day that the calendar has.
    case date
    /// RFC 3339, `date-time`, with its offset.
    case dateTime = "date-time"

    public func matches(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        switch self {
        case .email: return rest.isEmail
        case .uri: return rest.isURI
        case .date: return rest.takeDate() && rest.isEmpty
        case .dateTime: return rest.takeDate() && rest.take(among: "Tt") && rest.takeTime() && rest.takeOffset() && rest.isEmpty
        }
    }

    /// What it is, for people and models.
    var words: String {
        switch self {
        case .email: "an email address"
        case .uri: "an absolute URI"
        case .date: "a date such as 2026-07-28"
        case .dateTime: "a date and time such as 2026-07-28T09:30:00Z"
        }
    }
}

extension Schema where Value == String {
    /// A text of a given format.
    /// - Parameter length: in Unicode scalars.
    public static func string(format: StringFormat, length: some SchemaBounds<Int> = 0...) -> Schema<String> {
        Schema.string(length).annotated("format", .string(format.rawValue)).map { text, decoder in
            guard format.matches(text) else {
                decoder.report("must be \(format.words), not \(JSON.string(text).summary)")
                return nil
            }
            return text
        }
    }
}

extension ArraySlice<UInt8> {
    /// Takes one byte if it is among those of a text.
    fileprivate mutating func take(among allowed: StaticString) -> Bool {
        guard let first, UnsafeBufferPointer(start: allowed.utf8Start, count: allowed.utf8CodeUnitCount).contains(first) else {
            return false
        }
        removeFirst()
        return true
    }

    /// Takes a number of exactly so many decimal digits.
    private mutating func takeNumber(digits: Int) -> Int? {
        guard count >= digits, prefix(digits).allSatisfy(\.isDigit) else { return nil }
        defer { removeFirst(digits) }
        return prefix(digits).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    fileprivate mutating func takeDate() -> Bool {
        guard let year = takeNumber(digits: 4), take(among: "-"), let month = takeNumber(digits: 2), take(among: "-"),
            let day = takeNumber(digits: 2), 1...12 ~= month
        else { return false }
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return 1...days[month - 1] ~= day
    }

    fileprivate mutating func takeTime() -> Bool {
        // 60 is a leap second.
        guard let hour = takeNumber(digits: 2), take(among: ":"), let minute = takeNumber(digits: 2), take(among: ":"),
            let second = takeNumber(digits: 2), hour < 24, minute < 60, second <= 60
        else { return false }
        guard take(among: ".") else { return true }
        let digits = prefix(while: \.isDigit).count
        removeFirst(digits)
        return digits > 0
    }

    fileprivate mutating func takeOffset() -> Bool {
        if take(among: "Zz") { return true }
        guard take(among: "+-"), let hour = takeNumber(digits: 2), take(among: ":"), let minute = takeNumber(digits: 2) else {
            return false
        }
        return hour < 24 && minute < 60
    }

    fileprivate var isEmail: Bool {
        guard count <= 254, let at = firstIndex(of: UInt8(ascii: "@")) else { return false }
        let local = self[..<at]
        return 1...64 ~= local.count && local.allSatisfy { $0 > 0x20 && $0 != 0x7F }
            && self[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(\.isDomainLabel)
    }

    private var isDomainLabel: Bool {
        let hyphen = UInt8(ascii: "-")
        return 1...63 ~= count && first != hyphen && last != hyphen
            && allSatisfy { $0.isLetter || $0.isDigit || $0 == hyphen || $0 >= 0x80 }
    }

    fileprivate var isURI: Bool {
        guard let colon = firstIndex(of: UInt8(ascii: ":")), first?.isLetter == true else { return false }
        guard self[..<colon].allSatisfy({ $0.isLetter || $0.isDigit || Array("+-.".utf8).contains($0) }) else { return false }
        var rest = self[(colon + 1)...]
        while !rest.isEmpty {
            if rest.take(among: "%") {
                guard rest.count >= 2, rest.prefix(2).allSatisfy(\.isHexDigit) else { return false }
                rest.removeFirst(2)
            } else if let byte = rest.popFirst(), !(byte.isLetter || byte.isDigit || Array("-._~:/?#[]@!$&'()*+,;=".utf8).contains(byte)) {
                return false
            }
        }
        return true
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    fileprivate var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }
    fileprivate var isHexDigit: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self | 0x20 }
}
