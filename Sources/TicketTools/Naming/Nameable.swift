/// Something that callers may name instead of giving its id.
protocol Nameable: Sendable {
    var id: Int { get }
    /// Everything it goes by.
    var names: [String] { get }
    /// How it is shown among candidates; a caller can use its beginning.
    var label: String { get }
}

extension String {
    /// The name, and for one in two languages such as `ネットワーク (Network)` each of them.
    var bilingualNames: [String] {
        guard let last, last == ")" || last == "）", let open = lastIndex(where: { $0 == "(" || $0 == "（" }), open > startIndex else {
            return [self]
        }
        return [self, String(self[..<open]), String(self[index(after: open)...].dropLast())]
    }
}
