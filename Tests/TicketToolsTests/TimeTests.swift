internal import Testing

@testable internal import TicketTools

@Suite struct TimeTests {
    @Test(arguments: [
        ("2026-11-21T09:00:00+09:00", "2026-11-21T00:00:00Z"), ("2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z"),
        ("2026-11-21t00:00:00.5z", "2026-11-21T00:00:00.500Z"), ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z"),
        ("2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00Z"), ("1969-12-31T23:59:59.001Z", "1969-12-31T23:59:59.001Z"),
        ("2026-11-21 09:00+0900", "2026-11-21T00:00:00Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
    ])
    func moments(_ text: String, _ utc: String) {
        #expect(Moment(text)?.text == utc)
    }

    @Test(arguments: [
        "", "2026", "2026-1-1", "2026-02-29", "2026-13-01", "2026-00-01", "2026-11-21T09:00:00", "2026-11-21T24:00:00Z",
        "2026-11-21T09:61:00Z",
        "2026-11-21T09:00:00+24:00", "2026-11-21T09:00:00.Z", "tomorrow", "2026-11-21T09:00:00Z ", "２０２６-11-21", "0000-01-01", "9999-01-01",
    ])
    func whatIsNoTime(_ text: String) {
        #expect(TimeInput(text) == nil)
    }

    @Test func daysAreDaysOfTheZone() throws {
        let tokyo = try ZoneOffset("Asia/Tokyo")
        let day = try #require(TimeInput("2026-11-21"))
        #expect(day.start(in: tokyo).text == "2026-11-20T15:00:00Z")
        #expect(day.bound(in: tokyo).text == "2026-11-21T15:00:00Z")
        #expect(day.deadline(in: tokyo).text == "2026-11-21T14:59:59Z")
        #expect(day.bound(in: .utc).text == "2026-11-22T00:00:00Z")
        #expect(day.start(in: try ZoneOffset("-03:30")).text == "2026-11-21T03:30:00Z")
    }

    @Test func zones() throws {
        #expect(try ZoneOffset("+09:00") == ZoneOffset("Asia/Tokyo"))
        #expect(try ZoneOffset("+0530").description == "+05:30")
        #expect(try ZoneOffset("UTC").description == "UTC")
        #expect(throws: ConfigurationError.self) { try ZoneOffset("Europe/Berlin") }
        #expect(throws: ConfigurationError.self) { try ZoneOffset("9") }
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        for number in -150_000...150_000 where number % 17 == 0 {
            let (year, month, day) = CivilDate(dayNumber: number).parts
            #expect(CivilDate(year: year, month: month, day: day)?.dayNumber == number)
        }
    }
}
