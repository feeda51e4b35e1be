/// The body of `PATCH /categories/{id}`.
public struct CategoryPatch: Sendable {
    public let name: String?
    public let active: Bool?
    private let faults: [FieldError]

    init(_ value: JSONValue) throws(Problem) {
        var reader = try BodyReader(value)
        name = reader.text("name", 1...Limits.masterName).given
        active = reader.flag("active").given
        faults = reader.finish()
    }

    /// Throws a 422 ``Problem`` with everything that cannot be accepted.
    func applied(to category: Category) throws(Problem) -> Category {
        if !faults.isEmpty { throw .validation(faults) }
        return Category(id: category.id, name: name ?? category.name, active: active ?? category.active)
    }
}
