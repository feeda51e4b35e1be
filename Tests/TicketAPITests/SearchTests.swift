internal import Testing

@testable internal import TicketAPI

@Suite struct SearchTests {
    /// Ways to go about a search: through the order, through the index, and through the order because the index finds too much.
    static let tunings = [ListingTuning(), ListingTuning(window: 0), ListingTuning(window: 0, manyCandidates: 1)]

    static let texts = [
        "回線障害の連絡", "プリンターで印刷できない", "消費税の計算", "VPN error E1234 in Tōkyō", "Ｅｘｃｅｌのマクロ が\n動かない",
        "サーバー再起動", "髙橋様の ID-00042", "絵文字 🎉 と 50% 引き", "𠮷野家 葛\u{E0100}飾区", "がぎぐ straße", "障", "Printer on fire, see 0x80070005",
    ]

    /// What people type, and the numbers of the texts they mean.
    static let cases: [(query: String, found: [Int])] = [
        // One and two characters.
        ("障害", [1]), ("障", [1, 11]), ("印刷", [2]), ("税", [3]), ("の", [1, 3, 5, 7]), ("絡", [1]), ("できない", [2]), ("害の", [1]),
        // Width, case, composition.
        ("ｖｐｎ", [4]), ("excel", [5]), ("ﾌﾟﾘﾝﾀｰ", [2]), ("か\u{3099}ぎ", [10]), ("STRASSE", [10]), ("to\u{0304}kyo\u{0304}", [4]),
        // Characters that are taken for one another.
        ("サ－バ－", [6]), ("サーバ-", [6]), ("高橋", [7]), ("吉野", [9]), ("葛飾", [9]), ("id‐00042", [7]),
        // Words begin where the query does and may go on where it ends; numbers are words.
        ("err", [4]), ("rror", []), ("1234", [4]), ("234", []), ("e1234", [4]), ("80070005", [12]), ("print", [12]), ("vpn error e12", [4]),
        ("vpn e1234", []), ("00042", [7]),
        // White space is white space; symbols and punctuation are found too.
        ("マクロ が 動かない", [5]), ("マクロ\u{3000}が", [5]), ("🎉", [8]), ("%", [8]), ("fire, see", [12]), ("50%", [8]), ("と 50", [8]),
        ("ない 動", []), ("t-000003", [3]), ("'", []), ("\"", []), ("障 OR 税", []), ("*", []), ("\\", []), ("_", []),
    ]

    @Test(arguments: Engine.allCases, tunings.indices)
    func findsWhatPeopleMean(_ engine: Engine, _ tuning: Int) async throws {
        try await engine.withStore { store in
            try await TestDesk.run(over: store.tuned(Self.tunings[tuning])) { desk async throws in
                for text in Self.texts { _ = try await desk.post("/tickets", ["title": "x", "description": .string(text)]) }
                for (query, found) in Self.cases {
                    for sort in ["number", "relevance", "updated_at", "priority"] {
                        let reply = try await desk.get("/tickets?sort=\(sort)&include_total=true&query=\(query.percentEncoded)")
                        #expect(reply.ids.sorted() == found, "\(query) by \(sort)")
                        #expect(reply.json.at("page", "total")?.integer == found.count, "\(query) by \(sort)")
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func changedTextIsFoundAndOldTextIsNot(_ engine: Engine) async throws {
        try await engine.withStore { store in
            try await TestDesk.run(over: store.tuned(ListingTuning(window: 0))) { desk async throws in
                _ = try await desk.post("/tickets", ["title": "回線障害", "description": "toner"])
                _ = try await desk.patch("/tickets/1", ["title": "印刷障害"])
                _ = try await desk.patch("/tickets/1", ["description": "paper", "status_id": "open"])
                for (query, count) in [("印刷", 1), ("障害", 1), ("回線", 0), ("線障", 0), ("paper", 1), ("toner", 0)] {
                    #expect(try await desk.get("/tickets?query=\(query.percentEncoded)").items.count == count, "\(query)")
                }
            }
        }
    }

    /// Random texts of few characters and random pieces of them, against a search that is too simple to be wrong.
    @Test(arguments: Engine.allCases, tunings.indices)
    func findsExactlyTheMatches(_ engine: Engine, _ tuning: Int) async throws {
        try await engine.withStore { store in
            try await TestDesk.run(over: store.tuned(Self.tunings[tuning])) { desk async throws in
                var random = SplitMix64(seed: 7)
                let alphabet = Array("障害税aab1 .ーの")
                func text(_ length: Int) -> String { String((0..<length).map { _ in random.pick(alphabet) }) }
                var texts: [String] = []
                for _ in 0..<60 {
                    let text = text(random.within(0...12))
                    texts.append(text)
                    _ = try await desk.post("/tickets", ["title": "x", "description": .string(text)])
                }
                for _ in 0..<250 {
                    let query = text(random.within(1...4)).trimmed
                    guard !query.isEmpty else { continue }
                    let expected = texts.indices.filter { Self.matches(texts[$0], query) }.map { $0 + 1 }
                    let rows = try await desk.walk("/tickets?limit=100&sort=number&order=asc&query=\(query.percentEncoded)")
                    // The numbers T-0000nn are text too.
                    let found = rows.compactMap { $0["id"]?.integer }.filter { !Self.matches(TicketReference.number(of: $0), query) }
                    #expect(found == expected.filter { !Self.matches(TicketReference.number(of: $0), query) }, "\(query)")
                }
            }
        }
    }

    /// Whether `query` stands in `text`, and not in the middle of a word or number when it begins with one.
    private static func matches(_ text: String, _ query: String) -> Bool {
        func kind(_ scalar: Unicode.Scalar) -> Int {
            scalar.value >= 0x80 ? 0 : (0x30...0x39).contains(scalar.value) ? 1 : (0x61...0x7A).contains(scalar.value) ? 2 : 0
        }
        let (text, query) = (Array(text.searchForm.unicodeScalars), Array(query.searchForm.unicodeScalars))
        guard let first = query.first, text.count >= query.count else { return false }
        return (0...(text.count - query.count)).contains { start in
            guard Array(text[start..<(start + query.count)]) == query else { return false }
            return start == 0 || kind(first) == 0 || kind(first) != kind(text[start - 1])
        }
    }

    @Test func termsAreTokensOfWhatTheyFind() {
        #expect(SearchText("回線a1 b".searchForm).tokens == ["回線", "線", "a", "1", "b"])
        #expect(SearchQuery("線a1 b").terms.map { "\($0.text)\($0.isPrefix ? "*" : "")" } == ["線", "a", "1", "b*"])
        #expect(SearchQuery("回線障害").terms.map(\.text) == ["回線", "線障", "障害"])
        #expect(SearchQuery("50%。").terms.map(\.text) == ["50", "u25", "u3002"])
    }

    @Test(arguments: SearchTests.texts + ["ΣΑΣ ς", "İstanbul", "ﬁ ㌔ ①"])
    func foldingTwiceChangesNothing(_ text: String) {
        let once = text.searchForm
        #expect(Array(once.searchForm.unicodeScalars) == Array(once.unicodeScalars))
    }

    @Test(arguments: Engine.allCases)
    func textIsStoredComposed(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let text = "か\u{3099}ｶﾞ①"
            let reply = try await desk.post("/tickets", ["title": .string(text), "tags": [.string(text)], "requester_name": .string(text)])
            let stored = try #require(reply.json["title"]?.string)
            #expect(Array(stored.unicodeScalars) == Array("がｶﾞ①".unicodeScalars))
            #expect(Array((reply.json["tags"]?[0]?.string ?? "").unicodeScalars) == Array("がｶﾞ①".unicodeScalars))
        }
    }
}
