internal import MCPCore

/// A time as a model writes it: exact, or a whole day of the configured zone.
enum TimeInput: Sendable, Hashable {
    case moment(Moment)
    case day(CivilDate)

    init?(_ text: String) {
        if let moment = Moment(text) {
            self = .moment(moment)
            return
        }
        var scanner = DigitScanner(text)
        guard let date = scanner.date(), scanner.isAtEnd else { return nil }
        self = .day(date)
    }

    /// The first moment of a range that begins with it.
    func start(in zone: ZoneOffset) -> Moment {
        switch self {
        case .moment(let moment): moment
        case .day(let date): Moment(startOf: date, in: zone)
        }
    }

    /// The first moment after a range that ends with it: a day belongs to the range, a moment does not.
    func bound(in zone: ZoneOffset) -> Moment {
        switch self {
        case .moment(let moment): moment
        case .day(let date): Moment(startOf: date.next, in: zone)
        }
    }

    /// The moment by which something is to be done.
    func deadline(in zone: ZoneOffset) -> Moment {
        switch self {
        case .moment(let moment): moment
        case .day(let date): Moment(endOf: date, in: zone)
        }
    }
}

extension Schema where Value == TimeInput {
    static var time: Schema<TimeInput> {
        Schema<String>.string.map { text, decoder in
            if let time = TimeInput(text) { return time }
            decoder.report(
                "must be a date (2026-11-21) or an RFC 3339 time with its offset (2026-11-21T09:00:00+09:00), not \"\(text.prefix(40))\"")
            return nil
        }
    }
}
