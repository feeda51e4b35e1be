/// A form of URIs with variables in it (RFC 6570, all four levels): `ticket://{number}/history{?from,limit}`.
///
/// ```swift
/// let template = try URITemplate("ticket://{number}{?fields}")
/// let uri = template.expand(["number": "7"])  // ticket://7
/// let found = template.match("ticket://7?fields=title")  // ["number": "7", "fields": "title"]
/// let none = template.match("ticket://7/history")  // nil
/// ```
///
/// Bounds: at most ``maximumTextBytes`` of text and ``maximumVariables`` places of variables.
public struct URITemplate: Sendable {
    /// The longest text of a template, in bytes.
    public static let maximumTextBytes = 8_192
    /// How many places for variables a template may have; a variable that stands twice counts twice.
    public static let maximumVariables = 64
    /// The longest URI that ``match(_:)`` looks at, in bytes, with every character outside ASCII percent-encoded.
    public static let maximumURIBytes = 8_192

    /// The template as it was written.
    public let text: String
    let parts: [URITemplatePart]
    private let matcher: URITemplateMatcher

    /// - Throws: where the text is no template, or over a bound.
    public init(_ text: String) throws(URITemplateError) {
        var parser = try URITemplateParser(text)
        parts = try parser.parts()
        matcher = URITemplateMatcher(parts)
        self.text = text
    }

    /// The names of the variables, each once, in the order in which they first appear.
    public var variables: [String] {
        var names: [String] = []
        for case .expression(let expression) in parts {
            for variable in expression.variables where !names.contains(variable.name) { names.append(variable.name) }
        }
        return names
    }

    /// The values that would have expanded to a URI, or nil where none would.
    ///
    /// - Values are percent-decoded once and valid UTF-8. They are a stranger's: decoded, they can hold anything, also `/`, `..` and
    ///   control characters.
    /// - A plain variable takes no reserved character (RFC 3986, section 2.2), so `{id}` stops at a slash; with `+` and `#` it takes all.
    ///   Characters outside ASCII are taken as if they were encoded.
    /// - A variable that expanded to nothing is absent from the result: `ticket://{id}` matches `ticket://`, without an `id`.
    /// - `{;a,b}`, `{?a,b}` and `{&a,b}` take their parameters in any order, each at most once, and none that they do not name. A
    ///   name alone counts as one with an empty value, and ends at the next reserved character. `{?a}{&b}` is read as one list.
    /// - A prefix (`{id:3}`) gives the characters that are there, unless the whole value stands elsewhere too. A variable that stands in
    ///   several places must have the same value wherever it stands.
    /// - An exploded variable (`{/path*}`) stands for a list or a map, whose parts a string cannot tell apart: its value is the text
    ///   that stands there, **not** decoded, without the operator's first character: `a%20b/c` from `/a%20b/c`, `x=1&y=2` from
    ///   `?x=1&y=2`. A list that is not exploded is joined by commas, which are reserved: only `{+list}` and `{#list}` take one, and give it
    ///   as one text with its commas.
    /// - Where several answers are possible, an expression takes as much as it can before the next one gets anything, and inside an
    ///   expression a variable ends at the first separator that leaves the rest a match.
    ///
    /// Time and memory: at most in proportion to the template's length times the URI's, for any URI. One longer than ``maximumURIBytes``
    /// matches nothing.
    public func match(_ uri: String) -> [String: String]? {
        matcher.match(uri)
    }
}

extension URITemplate: Hashable, CustomStringConvertible {
    public static func == (left: URITemplate, right: URITemplate) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }

    public var description: String { text }
}
