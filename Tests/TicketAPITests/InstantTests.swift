internal import Testing

@testable internal import TicketAPI

@Suite struct InstantTests {
    @Test(arguments: [
        ("2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z"), ("2026-11-21T09:30:15+09:00", "2026-11-21T00:30:15Z"),
        ("2026-11-21T09:30:15.25Z", "2026-11-21T09:30:15.250Z"), ("2024-02-29T23:59:59.123456-00:30", "2024-03-01T00:29:59.123Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"), ("0001-01-01t00:00:00z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ])
    func readsAndWrites(_ text: String, _ expected: String) throws {
        #expect(try #require(Instant(rfc3339: text)).rfc3339 == expected)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T00:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z",
        "2026-11-21 00:00:00Z", "2026-11-21T00:00:00.Z", "2026-11-21T00:00:00Zx", "2026-11-21T00:00:00+9:00",
    ])
    func refuses(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func daysAreCounted() throws {
        #expect(CivilDate(dayNumber: 0) == CivilDate("1970-01-01"))
        #expect(try #require(CivilDate("2026-11-20")).start.adding(seconds: 9 * 3600) == DemoDataset.defaultDate)
        for day in stride(from: Int64(-700_000), to: 2_900_000, by: 997) { #expect(CivilDate(dayNumber: day).dayNumber == day) }
    }
}
