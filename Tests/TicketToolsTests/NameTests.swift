internal import MCPCore
internal import Testing

@testable internal import TicketTools

@Suite struct NameTests {
    @Test(arguments: [
        ("OPEN", "open"), ("ＯＰＥＮ", "open"), ("ﾌﾟﾘﾝﾀｰ", "プリンター"), ("ｶﾞｲﾄﾞ", "ガイド"), ("ガイド", "カ\u{3099}イト\u{3099}"),
        ("佐藤　花子", "佐藤花子"), ("佐藤 花子", "佐藤　花子"), ("㈱青葉", "(株)青葉"), ("（株）青葉", "㈱青葉"), ("高橋", "髙橋"), ("①", "1"),
        ("Liam O’Connor", "liam o'connor"), ("Wi−Fi", "wi-fi"), ("ÉCOLE", "e\u{301}cole"), ("葛\u{E0100}西", "葛西"), ("ﾊﾟﾋﾟ", "パピ"),
    ])
    func variantsOfOneName(_ left: String, _ right: String) {
        #expect(left.folded == right.folded)
    }

    @Test(arguments: [("ハ", "バ"), ("ハ", "パ"), ("ア", "ァ"), ("斉藤", "斎藤"), ("ー", "-"), ("a", "あ")])
    func namesThatDiffer(_ left: String, _ right: String) {
        #expect(left.folded != right.folded)
    }

    @Test func everyHalfwidthKatakanaHasItsOwn() {
        #expect(NameFolding.halfwidth.count == 0xFF9F - 0xFF61 + 1)
        #expect("ｱｲｳｴｵﾜｦﾝｰｯ｡｢｣､･".folded == "アイウエオワヲンーッ。「」、・")
    }

    @Test func distance() {
        #expect(editDistance("open", "open") == 0)
        #expect(editDistance("opne", "open") == 2)
        #expect(editDistance("", "abc") == 3)
        #expect(editDistance("kitten", "sitting") == 3)
        #expect(editDistance("プリンタ", "プリンター") == 1)
        #expect(editDistance(String(repeating: "a", count: 10_000), "b") == 65)
    }

    private struct Thing: Nameable {
        let id: Int
        let names: [String]
        var label: String { "\(id)" }
    }

    private let things = [
        Thing(id: 1, names: ["佐藤 花子", "サトウ ハナコ"]), Thing(id: 2, names: ["佐藤　太郎"]), Thing(id: 3, names: ["佐藤太郎"]),
        Thing(id: 4, names: "ネットワーク (Network)".bilingualNames), Thing(id: 5, names: ["12"]), Thing(id: 6, names: ["open"]),
        Thing(id: 7, names: ["reopened"]),
    ]

    @Test func onlyANameThatIsOnesAloneIsFound() {
        func found(_ reference: Reference) -> Int? {
            if case .found(let thing) = NameMatch(reference, among: things) { thing.id } else { nil }
        }
        #expect(found(.id(2)) == 2)
        #expect(found(.name("佐藤花子")) == 1)
        #expect(found(.name("ｻﾄｳﾊﾅｺ")) == 1)
        #expect(found(.name("NETWORK")) == 4)
        #expect(found(.name("ネットワーク")) == 4)
        #expect(found(.name("佐藤太郎")) == nil)
        #expect(found(.name("佐藤")) == nil)
        #expect(found(.name("　")) == nil)
        #expect(found(.id(99)) == nil)
    }

    @Test func candidatesComeNearestFirst() {
        guard case .unknown(let near) = NameMatch(.name("opne"), among: things) else { return #expect(Bool(false), "found") }
        #expect(near.first?.id == 6)
        #expect(near.count == 5)
        guard case .unknown(let parts) = NameMatch(.name("opened"), among: things) else { return #expect(Bool(false), "found") }
        #expect(parts.prefix(2).map(\.id) == [6, 7] || parts.prefix(2).map(\.id) == [7, 6])
        guard case .ambiguous(let same) = NameMatch(.name("佐藤太郎"), among: things) else { return #expect(Bool(false), "not ambiguous") }
        #expect(same.map(\.id) == [2, 3])
    }

    @Test func numbersAreIdsUnlessTheyAreWrittenAsCodes() {
        #expect(Reference(text: "12") == .id(12))
        #expect(Reference(text: "0012") == .name("0012"))
        #expect(Reference(text: "AC-0012") == .name("AC-0012"))
    }

    @Test func questionsForALooserUpstream() {
        #expect(NameSearch<User>.questions("高橋 直子") == ["高橋 直子", "高橋直子", "高橋", "直子"])
        #expect(NameSearch<User>.questions("a") == ["a"])
        #expect(NameSearch<User>.questions("すずき").contains("スズキ"))
    }
}
