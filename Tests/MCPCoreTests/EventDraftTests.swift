import MCPTesting
import Testing

@testable import MCPCore

@Suite struct EventDraftTests {
    private static let text = #"""
        {"id":"5-0","type":"status_changed","time":"2026-11-21T18:20:00.123Z","source":"upstream","key":"T-1/v3/status_changed",\#
        "tenant":"acme","ticket":"T-1","account":"7","payload":{"number":"T-1","version":3}}
        """#

    @Test func whatIsShownCanBePosted() throws {
        let draft = try EventDraft(try JSON(parsing: Self.text), source: .restAPI)
        #expect(draft.type == .statusChanged && draft.source == .upstream && draft.tenant == "acme")
        #expect(draft.attribute("ticket") == "T-1" && draft.attribute("account") == "7" && draft.attributes.count == 2)
        #expect(ServerEvent(draft, at: EventPosition(5)).json.text == Self.text)
    }

    @Test func littleIsNeeded() throws {
        let draft = try EventDraft(["type": "own.kind", "n": 7, "resources": ["a://b"]], source: .restAPI)
        #expect(draft.source == .restAPI && draft.key == nil && draft.payload.text == "{}" && draft.resources == ["a://b"])
        #expect(draft.attributes.isEmpty)
    }

    @Test(arguments: [
        #"[]"#, #"{}"#, #"{"type":7}"#, #"{"type":""}"#, #"{"type":"gap"}"#, #"{"type":"a\nb"}"#, #"{"type":"a","time":"yesterday"}"#,
        #"{"type":"a","payload":[]}"#, #"{"type":"a","key":""}"#, #"{"type":"a","payload":null}"#,
    ])
    func otherThingsAreNoEvents(_ text: String) throws {
        let json = try JSON(parsing: text)
        #expect(throws: EventLogError.self) { try EventDraft(json, source: .restAPI) }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-21T18:20:00.123Z", 1_795_285_200_123), ("2000-02-29t23:59:59.9999z", 951_868_799_999),
        ("2026-11-21T18:20:00.123+09:00", 1_795_252_800_123), ("1969-12-31T19:00:00-05:30", 1_800_000),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func momentsAreRead(_ text: String, _ milliseconds: Int64) throws {
        let moment = try #require(WallClock.moment(text))
        #expect(WallClock.milliseconds(of: moment) == milliseconds)
    }

    @Test func momentsAreReadAsTheyAreWritten() throws {
        var generator = SplitMix64(state: 7)
        for _ in 0..<10_000 {
            let moment = Duration.milliseconds(Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator))
            #expect(WallClock.moment(WallClock.timestamp(moment)) == moment)
        }
    }
}
