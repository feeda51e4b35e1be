import Testing

@testable import HTTPFetch

struct RecentURLsTests {
    @Test func aURLIsReadTheSameAgain() throws {
        let urls = RecentURLs()
        let first = try urls.read("http://EXAMPLE.test/a b".replacing(" ", with: "?q=") + "#part")
        #expect(try urls.read("http://EXAMPLE.test/a?q=b#part") == first)
        #expect(first.text == "http://EXAMPLE.test/a?q=b" || first.text == "http://example.test/a?q=b")
    }

    /// U+212A is the same as K to a string, and another three bytes to a server.
    @Test func whatIsEqualOnlyToStringsIsAnotherURL() throws {
        let urls = RecentURLs()
        let plain = try urls.read("http://example.test/K")
        let kelvin = try urls.read("http://example.test/\u{212A}")
        #expect(plain.text == "http://example.test/K")
        #expect(kelvin.text.lowercased() == "http://example.test/%e2%84%aa")
    }

    @Test func whatIsRefusedIsRefusedAgain() {
        let urls = RecentURLs()
        for _ in 0..<2 {
            #expect(throws: FetchError.self) { try urls.read("ftp://example.test/") }
        }
    }

    @Test func manyURLsAreAllReadRight() throws {
        let urls = RecentURLs()
        for round in 0..<2 {
            for number in 0..<200 {
                #expect(try urls.read("http://example.test/\(number)").text == "http://example.test/\(number)", "round \(round)")
            }
        }
    }
}
