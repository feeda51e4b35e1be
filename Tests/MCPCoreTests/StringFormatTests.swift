import MCPCore
import Testing

@Suite struct StringFormatTests {
    @Test(arguments: [
        "a@b", "testuser@example.com", "first.last+tag@sub.example.co.jp", "鈴木@例え.jp", "double..dot.@docomo.example",
    ])
    func emails(_ text: String) { #expect(StringFormat.email.matches(text)) }

    @Test(arguments: [
        "", "@", "a@", "@b", "a b@c", "a@b c", "a@b@c", "a@-b.c", "a@b-.c", "a@b..c", "a@.b", "a@b_c", "a\n@b", "name",
        String(repeating: "a", count: 65) + "@b", "a@" + String(repeating: "b", count: 64),
        "a@" + Array(repeating: String(repeating: "b", count: 50), count: 5).joined(separator: "."),
    ])
    func noEmails(_ text: String) { #expect(!StringFormat.email.matches(text)) }

    @Test(arguments: [
        "https://example.com/a?b=c#d", "mailto:a@b", "urn:isbn:1", "file:///tmp/a%20b", "http://[::1]:80/", "x-y.z+1:", "HTTP://A",
    ])
    func uris(_ text: String) { #expect(StringFormat.uri.matches(text)) }

    @Test(arguments: [
        "", "example.com", "/path", ":a", "1a:b", "a b:c", "http://a b", "http://a%2", "http://a%2g", "http://例え", "a:<b>", "a:\\",
    ])
    func noURIs(_ text: String) { #expect(!StringFormat.uri.matches(text)) }

    @Test(arguments: ["2026-07-28", "2024-02-29", "2000-02-29", "0001-01-01", "2025-12-31"])
    func dates(_ text: String) { #expect(StringFormat.date.matches(text)) }

    @Test(arguments: [
        "", "2026-7-28", "2026-13-01", "2026-00-01", "2026-04-31", "2026-02-29", "1900-02-29", "2026-07-00", "2026-07-280", "20260728",
        "2026/07/28", "+026-07-28", "２０２６-07-28",
    ])
    func noDates(_ text: String) { #expect(!StringFormat.date.matches(text)) }

    @Test(arguments: [
        "2026-07-28T09:30:00Z", "2026-07-28t09:30:00z", "2026-07-28T09:30:00.123456789+09:00", "2016-12-31T23:59:60Z",
        "2026-07-28T00:00:00-23:59",
    ])
    func dateTimes(_ text: String) { #expect(StringFormat.dateTime.matches(text)) }

    @Test(arguments: [
        "", "2026-07-28", "2026-07-28T09:30:00", "2026-07-28T09:30Z", "2026-07-28 09:30:00Z", "2026-07-28T24:00:00Z",
        "2026-07-28T09:60:00Z",
        "2026-07-28T09:30:61Z", "2026-07-28T09:30:00.Z", "2026-07-28T09:30:00+0900", "2026-07-28T09:30:00+24:00", "2026-07-28T09:30:00Z ",
        "2026-02-30T09:30:00Z",
    ])
    func noDateTimes(_ text: String) { #expect(!StringFormat.dateTime.matches(text)) }

    @Test func aSchemaTellsItsFormatAndChecksIt() throws {
        let schema = Schema<String>.string(format: .dateTime, length: ...40)
        #expect(JSON.object(schema.json).text == #"{"type":"string","maxLength":40,"format":"date-time"}"#)
        #expect(try schema.decode("2026-07-28T09:30:00Z") == "2026-07-28T09:30:00Z")
        let error = #expect(throws: SchemaIssues.self) { try schema.decode("tomorrow") }
        #expect(error?.issues.map(\.description) == [#"must be a date and time such as 2026-07-28T09:30:00Z, not "tomorrow""#])
    }
}
