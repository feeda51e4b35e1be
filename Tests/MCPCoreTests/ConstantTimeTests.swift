internal import Testing

@testable internal import MCPCore

@Suite struct ConstantTimeTests {
    @Test(arguments: [
        ("", "a", false), ("a", "", false), ("", "", false), ("a", "a", true), ("b", "a", false), ("aa", "a", false), ("a", "aa", false),
        ("abc", "abc", true), ("abd", "abc", false), ("xbc", "abc", false), ("abcabc", "abc", false), ("é", "é", true),
        ("e\u{301}", "\u{E9}", false),
    ])
    func comparesBytes(_ presented: String, _ expected: String, _ isEqual: Bool) {
        #expect(ConstantTime.equals(presented, expected) == isEqual)
        #expect(ConstantTime.equals(Array(presented.utf8), Array(expected.utf8)) == isEqual)
    }
}
