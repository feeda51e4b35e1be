/// A form that a client has a person fill in, and what its answers are read into.
///
/// Its fields are what the specification has for forms (elicitation, requested schema): texts with or without a format, numbers, truth
/// values, and choices of one or of several texts; `defaulted` fields come filled in. Revision 2025-06-18 has fewer words: there only truth
/// values have defaults, and several choices are asked for as one text, separated by commas.
public struct ElicitationForm<Answer: Sendable>: Sendable {
    private let schema: Schema<Answer>
    let fields: [FormField]
    /// Names of fields that must be filled in.
    let required: JSON?

    /// - Precondition: an object of such fields, described by `title` and `description` and no other keywords than theirs.
    public init(_ schema: Schema<Answer>) {
        self.schema = schema
        required = schema.json["required"]
        do throws(FormProblem) {
            fields = try FormField.all(in: schema.json)
        } catch {
            preconditionFailure("This schema cannot be a form: \(error.message)")
        }
    }

    /// Reads what a client sent back, of whichever revision. Null counts as left out; members that the form does not have are passed over.
    /// - Throws: ``SchemaIssues`` with everything that is wrong.
    public func decode(_ content: JSON) throws(SchemaIssues) -> Answer {
        guard let content = content.object else { return try schema.decode(content) }
        var known = JSONObject()
        for field in fields {
            known[field.name] = content[field.name].flatMap(field.normalized)
        }
        return try schema.decode(.object(known))
    }
}
