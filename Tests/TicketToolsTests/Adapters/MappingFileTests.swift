internal import MCPCore
internal import Testing
internal import TicketServer
internal import Yams

@testable internal import TicketTools

/// Mapping files: read as a YAML library reads them, and refused with the place of what is wrong.
@Suite struct MappingFileTests {
    @Test(arguments: ["redmine", "zendesk"]) func theShippedFilesAreWhatAYAMLLibraryMakesOfThem(_ name: String) throws {
        let text = try #require(try FileText.read(AdapterClient.path(name)))
        let ours = try PlainYAML.read(text, file: name)
        #expect(ours == json(try #require(try Yams.compose(yaml: text))))
        let mapping = try UpstreamMapping(ours)
        #expect(mapping.limits.count >= 5 && mapping.introduction.hasPrefix("The tickets are in "))
    }

    private func json(_ node: Yams.Node) -> JSON {
        switch node {
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, value) in mapping { object[key.scalar?.string ?? ""] = json(value) }
            return .object(object)
        case .sequence(let sequence): return .array(sequence.map { json($0) })
        case .scalar(let scalar):
            guard scalar.style == .plain else { return .string(scalar.string) }
            if let flag = Bool.construct(from: scalar) { return .bool(flag) }
            return Int.construct(from: scalar).map { .integer(Int64($0)) } ?? .string(scalar.string)
        default: return .null
        }
    }

    @Test func plainYAML() throws {
        let text = """
            # comment
            a: 1   # one
            "b c": 'it''s # no comment'
            list:
            - x
            - k: v
              l: [1, "two, 3", {m: n}]
            -
              - deep
            empty:
            url: https://a.example/#b
            map:
                t: true
                n: ~
                s: "\\"q\\" \\n"
                f: {}
            """
        let expected: JSON = [
            "a": 1, "b c": "it's # no comment", "list": ["x", ["k": "v", "l": [1, "two, 3", ["m": "n"]]], ["deep"]], "empty": .null,
            "url": "https://a.example/#b", "map": ["t": true, "n": .null, "s": "\"q\" \n", "f": [:]],
        ]
        #expect(try PlainYAML.read(text, file: "f") == expected)
    }

    @Test(
        arguments: [
            ("a: 1\na: 2", "line 2: not plain YAML: a is there twice"), ("a: &x 1", "line 1: not plain YAML: put quotes"),
            ("a: |\n  text", "line 1: not plain YAML: put quotes"),
            ("a: *x", "put quotes"), ("a:\n\t b: 1", "line 2: not plain YAML: is indented by a tab"),
            ("a: 1\n  b: 2", "line 2: not plain YAML: is indented differently"),
            ("a: {b: 1", "line 1: not plain YAML: { is not closed"), ("a: [1, 2", "[ is not closed"), ("a: \"x", "a quote is not closed"),
            ("a: 1\n---\nb: 2", "line 2: not plain YAML: begins another document"), ("just text", "is no \"key: value\""), ("", "is empty"),
            ("a: b: c", "put quotes around a text with a colon"), ("a: \"x\" y", "stands behind a value"), ("a: !!str 1", "put quotes"),
            ("a: \"\\x41\"", "can stand behind a backslash"), ("- - a", "begins with -"),
            ("a: " + String(repeating: "[", count: 50), "nested too deep"),
        ])
    func whatIsBeyondIsRefused(_ text: String, _ words: String) {
        let error = #expect(throws: SettingError.self) { try PlainYAML.read(text, file: "m.yaml") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(
        arguments: [
            ("name: Redmine", "nmae: Redmine", "name is missing"), ("several: \"|\"", "severl: \"|\"", "severl is not known here"),
            ("enum: priority}", "enum: prio}", "names no enumeration: prio"),
            ("style: offset", "style: offsets", "must be one of offset, page, cursor"),
            ("    title: subject\n    description", "    description", "tickets.ticket.title is missing"),
            ("account_id: project_id\n      requester", "acount_id: project_id\n      requester", "acount_id is no filter of ours"),
            ("request_channels:", "requestchannels:", "request_channels is missing"),
            ("method: POST", "method: DELETE", "must be one of GET"),
            ("header: x-redmine-api-key", "header: \"x y\"", "no header that can hold a key"),
        ])
    func aSlipOfThePenIsRefused(_ right: String, _ wrong: String, _ words: String) throws {
        let text = try #require(try FileText.read(AdapterClient.path("redmine")))
        let index = try #require(text.range(of: right))
        let spoilt = text.replacingCharacters(in: index, with: wrong)
        let error = #expect(throws: ConfigurationError.self) { try UpstreamMapping(try PlainYAML.read(spoilt, file: "m")) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func aFileThatIsNotThere() {
        #expect(throws: SettingError.self) { try UpstreamMapping(file: "/nowhere/at/all.yaml") }
    }
}

extension String {
    fileprivate func range(of part: String) -> Range<String.Index>? { ranges(of: part).first }

    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
