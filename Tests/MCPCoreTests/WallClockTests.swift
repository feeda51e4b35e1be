internal import Testing

@testable internal import MCPCore

@Suite struct WallClockTests {
    private static let moments: [(Duration, String)] = [
        (.zero, "1970-01-01T00:00:00.000Z"),
        (.seconds(1_764_066_600), "2025-11-25T10:30:00.000Z"),
        (.seconds(951_868_799) + .milliseconds(999), "2000-02-29T23:59:59.999Z"),
        (.seconds(-2_203_891_200), "1900-03-01T00:00:00.000Z"),
        (.seconds(2_147_483_648) + .nanoseconds(7_999_999), "2038-01-19T03:14:08.007Z"),
        // Rounded down on both sides of the epoch.
        (.nanoseconds(-1), "1969-12-31T23:59:59.999Z"),
        (.milliseconds(-1_001), "1969-12-31T23:59:58.999Z"),
        (.seconds(-62_135_596_800), "0001-01-01T00:00:00.000Z"),
        (.seconds(-62_167_219_200), "0000-01-01T00:00:00.000Z"),
        (.seconds(253_402_300_799) + .nanoseconds(999_999_999), "9999-12-31T23:59:59.999Z"),
        // Beyond what RFC 3339 can say.
        (.seconds(-62_167_219_201), "0000-01-01T00:00:00.000Z"),
        (.seconds(253_402_300_800), "9999-12-31T23:59:59.999Z"),
        (.seconds(Int64.max), "9999-12-31T23:59:59.999Z"),
        (.seconds(Int64.min), "0000-01-01T00:00:00.000Z"),
    ]

    @Test(arguments: moments)
    func timestamps(_ moment: Duration, _ text: String) {
        #expect(WallClock.timestamp(moment) == text)
    }

    /// Against a calendar that is counted, month by month, over one whole cycle and both of its ends.
    @Test func everyMonthBeginsAndEndsOnItsDays() {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var day: Int64 = -25_567  // 1900-01-01
        for year in 1900..<2301 {
            let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
            for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                let month = "\(year)-\(two(index + 1))"
                #expect(WallClock.timestamp(.seconds(day * 86_400)) == "\(month)-01T00:00:00.000Z")
                day += Int64(length)
                #expect(WallClock.timestamp(.seconds(day * 86_400 - 1)) == "\(month)-\(two(length))T23:59:59.000Z")
            }
        }
    }

    @Test func nowIsAfterThisWasWrittenAndGoesOnInOneUnit() {
        let before = WallClock.now
        let between = WallClock.milliseconds
        #expect(before > .seconds(1_735_689_600))
        // A clock may be set meanwhile, but hardly by a minute.
        #expect(abs(between - WallClock.milliseconds(of: before)) < 60_000)
    }

    private static let durations: [(Duration, Int64)] = [
        (.zero, 0), (.milliseconds(1), 1), (.nanoseconds(1_999_999), 1), (.nanoseconds(-1), -1), (.milliseconds(-1), -1),
        (.milliseconds(-1) - .nanoseconds(1), -2), (.seconds(-1), -1_000), (.seconds(3) + .milliseconds(5), 3_005),
    ]

    @Test(arguments: durations)
    func millisecondsAreRoundedDown(_ duration: Duration, _ milliseconds: Int64) {
        #expect(WallClock.milliseconds(of: duration) == milliseconds)
    }
}
