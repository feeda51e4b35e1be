extension QueryReader {
    /// Parameters that do not change which rows a listing holds or in which order.
    private static let presentational: Set<String> = ["cursor", "limit", "include_total", "include", "fields", "sort", "order"]

    /// What a cursor is bound to: the filters as given, in any order, and `extra` (sort, acting user, parent row).
    func scope(_ extra: String, _ seal: CursorSeal) -> Cursor.Scope {
        let filters = items.filter { !Self.presentational.contains($0.name) }.map { "\($0.name)=\($0.value)" }.sorted()
        return Cursor.Scope(seal: seal, fingerprint: StableHash(([extra] + filters).joined(separator: "\n")))
    }

    /// The keyset in the `cursor` parameter, if there is one.
    mutating func cursor(count: Int, _ scope: Cursor.Scope) -> [Int]? {
        guard let text = string("cursor") else { return nil }
        switch scope.keyset(text, count: count) {
        case .success(let keyset) where keyset.count == count: return keyset
        case .success: refuse("cursor", "cursor_invalid", "The cursor is not one that this server gave out.")
        case .failure(let failure): refuse(failure.field.field, failure.field.code, failure.field.message)
        }
        return nil
    }
}
