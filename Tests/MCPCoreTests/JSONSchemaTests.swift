import Foundation
import MCPCore
import Testing

@testable import MCPTesting

/// The checker that messages are measured with: what it accepts, what it refuses, and what it does not pretend to understand.
@Suite struct JSONSchemaTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Schemas")

    private static func schema(_ definitions: String, draft07: Bool = false) throws -> JSONSchema {
        let dialect = draft07 ? "http://json-schema.org/draft-07/schema#" : "https://json-schema.org/draft/2020-12/schema"
        return try JSONSchema([try JSON(parsing: #"{"$schema":"\#(dialect)","\#(draft07 ? "definitions" : "$defs")":\#(definitions)}"#)])
    }

    @Test(arguments: ProtocolRevision.all) func everyOfficialSchemaIsUnderstood(_ revision: ProtocolRevision) throws {
        let text = try String(contentsOf: Self.folder.appending(path: "\(revision.name).json"), encoding: .utf8)
        let schema = try JSONSchema([try JSON(parsing: text)])
        for name in ["CallToolResult", "ServerNotification", "ListToolsResult", "JSONRPCRequest"] { #expect(schema.defines(name)) }
    }

    /// What is not understood is an error: passed over, it would let messages through.
    @Test(arguments: [
        (#"{"A":{"minLength":1}}"#, "#/$defs/A/minLength is unknown"),
        (#"{"A":{"properties":{"a":{"pattern":"x"}}}}"#, "#/$defs/A/properties/a/pattern is unknown"),
        (#"{"A":{"items":{"anyOf":[{"oneOf":[]}]}}}"#, "#/$defs/A/items/anyOf/0/oneOf is unknown"),
        (#"{"A":{"format":"email"}}"#, "is unknown"),
        (##"{"A":{"$ref":"#/$defs/B"}}"##, "is no definition"),
        (#"{"A":{"$ref":"https://other.example/schema"}}"#, "is no definition"),
        (#"{"A":{"type":"text"}}"#, "text is no type"),
        (#"{"A":{"type":7}}"#, "no array"),
        (#"{"A":{"const":1.5}}"#, "are compared"),
        (#"{"A":{"enum":[{}]}}"#, "are compared"),
        (#"{"A":{"required":"a"}}"#, "no array"),
        (#"{"A":{"minimum":"0"}}"#, "no number"),
        (#"{"A":{"maxItems":-1}}"#, "integer from 0"),
        (#"{"A":7}"#, "object or a boolean"),
        (#"[]"#, "no object"),
    ]) func whatIsNotUnderstoodIsRefused(_ definitions: String, _ reason: String) throws {
        let error = #expect(throws: JSONSchemaError.self) { try Self.schema(definitions) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func documentsAreRefusedAsAWhole() throws {
        #expect(throws: JSONSchemaError.self) {
            try JSONSchema([["$schema": "http://json-schema.org/draft-04/schema#", "definitions": [:]]])
        }
        #expect(throws: JSONSchemaError.self) { try JSONSchema([["definitions": [:]]]) }
        #expect(throws: JSONSchemaError.self) {
            try JSONSchema([["$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": [:], "type": "object"]])
        }
        let document: JSON = ["$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": ["A": [:]]]
        #expect(throws: JSONSchemaError.self) { try JSONSchema([document, document]) }
    }

    /// In draft-07 a reference makes what stands beside it void, so it must not stand there; in 2020-12 both count.
    @Test func neighboursOfAReference() throws {
        let definitions = ##"{"A":{"$ref":"#/PLACE/B","type":"string"},"B":{"enum":["x",1]}}"##
        #expect(throws: JSONSchemaError.self) { try Self.schema(definitions.replacing("PLACE", with: "definitions"), draft07: true) }
        let schema = try Self.schema(definitions.replacing("PLACE", with: "$defs"))
        #expect(schema.violations(of: "x", as: "A").isEmpty)
        #expect(schema.violations(of: 1, as: "A").map(\.description) == ["integer instead of string"])
    }

    @Test(
        arguments: [
            // type
            (#"{"type":"integer"}"#, "1", []), (#"{"type":"integer"}"#, "1.0", []), (#"{"type":"integer"}"#, "1e2", []),
            (#"{"type":"integer"}"#, "123456789012345678901234567890", []), (#"{"type":"integer"}"#, "1.5", ["number instead of integer"]),
            (#"{"type":"number"}"#, "1", []), (#"{"type":"number"}"#, "1.5", []),
            (#"{"type":"number"}"#, #""1""#, ["string instead of number"]),
            (#"{"type":["string","null"]}"#, "null", []), (#"{"type":["string","null"]}"#, "[]", ["array instead of null or string"]),
            (#"{"type":"object"}"#, "[]", ["array instead of object"]), (#"{"type":"boolean"}"#, "0", ["integer instead of boolean"]),
            // objects
            (#"{"required":["a","b"]}"#, #"{"a":1}"#, ["b is missing"]), (#"{"required":["a"]}"#, "7", []),
            (#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":1,"b":2}"#, ["/a: integer instead of string"]),
            (#"{"properties":{"a":{"properties":{"b/~":{"type":"null"}}}}}"#, #"{"a":{"b/~":1}}"#, ["/a/b~1~0: integer instead of null"]),
            (#"{"properties":{"a":{}},"additionalProperties":false}"#, #"{"a":1,"b":2}"#, ["/b: must not be here"]),
            (#"{"properties":{"a":{}},"additionalProperties":{"type":"null"}}"#, #"{"a":1,"b":2}"#, ["/b: integer instead of null"]),
            (#"{"additionalProperties":true}"#, #"{"a":1}"#, []), (#"{"additionalProperties":{}}"#, #"{"a":1}"#, []),
            // arrays
            (#"{"items":{"type":"string"}}"#, #"["a",1,"b",2]"#, ["/1: integer instead of string", "/3: integer instead of string"]),
            (#"{"maxItems":1}"#, "[1]", []), (#"{"maxItems":1}"#, "[1,2]", ["more than 1 elements"]),
            // values
            (#"{"const":"2.0"}"#, #""2.0""#, []), (#"{"const":"2.0"}"#, "2.0", [#"2.0 instead of "2.0""#]),
            (#"{"enum":["a",1,null]}"#, "null", []), (#"{"enum":["a",1]}"#, #""b""#, [#""b" instead of "a" or 1"#]),
            (#"{"minimum":0,"maximum":1}"#, "0.5", []), (#"{"minimum":0}"#, "-1", ["less than 0.0"]),
            (#"{"maximum":1}"#, "1.01", ["more than 1.0"]),
            // several
            (#"{"allOf":[{"type":"string"},{"const":"a"}]}"#, "1", ["integer instead of string", #"1 instead of "a""#]),
            (#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#, "1", []),
            (#"{"anyOf":[{"type":"string"},{"type":"integer"}]}"#, "null", ["null instead of string (nearest of 2:)"]),
        ] as [(String, String, [String])]) func keywords(_ body: String, _ value: String, _ expected: [String]) throws
    {
        let violations = try Self.schema(#"{"A":\#(body)}"#).violations(of: try JSON(parsing: value), as: "A")
        #expect(violations.map(\.description) == expected)
    }

    @Test(arguments: [
        ("byte", ["", "AAE=", "aW1n", "+/+/"], ["A", "AAE", "A===", "AA=A", "AAE=\n", "AA-_", "AAé="]),
        (
            "uri", ["https://a.example/b?c=%20#d", "ticket://7", "urn:a:b", "x:"],
            ["", "a", "/a", "//a", "1a:b", ":b", "a:b c", "a:%2", "a:%zz", "a:ö", "a:{b}"]
        ),
        (
            "uri-template", ["ticket://{id}", "a:/b{/c,d*}{?e,f:3}", "a:b", "{+a}"],
            ["a:{", "a:}", "a:{}", "a:{b", "a:{{b}}", "a:{b c}", "a:{b,}", "a: b"]
        ),
    ]) func formats(_ name: String, _ right: [String], _ wrong: [String]) throws {
        let schema = try Self.schema(#"{"A":{"format":"\#(name)"}}"#)
        for text in right { #expect(schema.violations(of: .string(text), as: "A").isEmpty, "\(text)") }
        for text in wrong { #expect(schema.violations(of: .string(text), as: "A").count == 1, "\(text)") }
        #expect(schema.violations(of: 7, as: "A").isEmpty)
    }

    /// Of alternatives that all fail, the one is told that was meant: whose constants fit.
    @Test func theNearestAlternativeIsTold() throws {
        let schema = try Self.schema(
            ##"""
            {"Text":{"properties":{"type":{"const":"text"},"text":{"type":"string"}},"required":["type","text"]},
             "Image":{"properties":{"type":{"const":"image"},"data":{"format":"byte"},"mimeType":{"type":"string"}},"required":["type"]},
             "Any":{"anyOf":[{"$ref":"#/$defs/Text"},{"$ref":"#/$defs/Image"}]}}
            """##)
        let image: JSON = ["type": "image", "data": "!", "mimeType": 7]
        #expect(
            schema.violations(of: image, as: "Any").map(\.description) == [
                #"/data: "!" is not of the format byte (nearest of 2: Image)"#,
                "/mimeType: integer instead of string (nearest of 2: Image)",
            ])
    }

    @Test func definitionsMayReferToThemselves() throws {
        let schema = try Self.schema(
            ##"{"Tree":{"additionalProperties":{"$ref":"#/$defs/Tree"},"type":"object"},"Circle":{"$ref":"#/$defs/Circle"}}"##)
        #expect(schema.violations(of: ["a": ["b": [:]]], as: "Tree").isEmpty)
        #expect(schema.violations(of: ["a": ["b": 1]], as: "Tree").map(\.path) == ["/a/b"])
        #expect(schema.violations(of: 1, as: "Circle").map(\.reason) == ["the schema refers to itself without an end"])
        #expect(schema.violations(of: 1, as: "Nothing").map(\.reason) == ["nothing is defined as Nothing"])
    }
}
