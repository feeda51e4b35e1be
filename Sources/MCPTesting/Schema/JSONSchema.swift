package import MCPCore

/// Definitions of JSON Schema, compiled once: draft-07 (`definitions`) and 2020-12 (`$defs`).
///
/// It knows the keywords that the schemas of the protocol use. A document with any other is refused, so that none is passed over.
/// `format` is an assertion, not an annotation (2020-12, section 7.2.2). Safe to share; checking changes nothing.
package struct JSONSchema: Sendable {
    /// One place where a value is not what a definition wants.
    package struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// A JSON Pointer (RFC 6901) into the value; empty for the value itself.
        package var path: String
        package var reason: String
        /// A wrong constant: the value is of another kind, rather than wrong in a detail.
        var isKind = false

        package var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
    }

    let nodes: [Node]
    let definitions: [String: Int]
    /// The definitions' names by their nodes.
    let names: [Int: String]

    /// Compiles the definitions of some documents as one; they may refer to each other.
    /// - Throws: ``JSONSchemaError`` for keywords and references that it does not know, and for a name that is defined twice.
    package init(_ documents: [JSON]) throws(JSONSchemaError) {
        var compiler = SchemaCompiler()
        try compiler.compile(documents)
        nodes = compiler.nodes
        definitions = compiler.definitions
        names = Dictionary(definitions.map { ($1, $0) }, uniquingKeysWith: min)
    }

    package func defines(_ name: String) -> Bool { definitions[name] != nil }

    /// Everything that is wrong with a value; empty if it is what the definition wants.
    package func violations(of value: JSON, as definition: String) -> [Violation] {
        guard let node = definitions[definition] else { return [Violation(path: "", reason: "nothing is defined as \(definition)")] }
        return violations(of: value, node)
    }
}

/// Why a document is no schema that can be used here.
package struct JSONSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

extension JSONSchema {
    /// A schema: all of its keywords must agree to a value.
    struct Node: Sendable {
        var keywords: [Keyword] = []
    }

    enum Keyword: Sendable {
        /// `false`.
        case never
        case reference(Int)
        case type(Set<ValueType>)
        case properties([String: Int])
        case required([String])
        case additionalProperties(known: Set<String>, Int)
        case items(Int)
        case maxItems(Int)
        /// `const` and `enum`.
        case oneOfValues([JSON])
        case anyOf([Int])
        case allOf([Int])
        case minimum(Double)
        case maximum(Double)
        case format(SchemaFormat)
    }

    enum ValueType: String, Sendable {
        case null, boolean, integer, number, string, array, object
    }
}
