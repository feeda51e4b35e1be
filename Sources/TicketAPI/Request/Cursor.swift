/// A place in a listing: where the last row seen stood, bound to the filter and sort it was seen under.
struct Cursor: Sendable {
    /// What makes and reads the cursors of one listing.
    struct Scope: Sendable {
        let seal: CursorSeal
        /// Of the filter, the sort and whom `me` stands for.
        let fingerprint: StableHash

        /// Opaque text for `keyset`.
        func text(_ keyset: [Int]) -> String {
            let value: JSONValue = ["v": .int(Cursor.version), "k": .array(keyset.map(JSONValue.int)), "f": .string(fingerprint.hex)]
            return seal.seal(value.bytes)
        }

        /// The keyset of `count` numbers in `text`, or the reason why it cannot be used.
        func keyset(_ text: String, count: Int) -> Result<[Int], FieldError.Failure> {
            // SAFETY: a text that is not JSON is refused like every other text that is not a cursor.
            guard let payload = seal.open(text), let value = try? JSONValue(parsing: payload),
                value["v"] == .int(Cursor.version), case .array(let numbers)? = value["k"], numbers.count == count
            else {
                return .failure(.init(FieldError("cursor", "cursor_invalid", "The cursor is not one that this server gave out.")))
            }
            guard value["f"] == .string(fingerprint.hex) else {
                let message = "The cursor belongs to another filter or sort; repeat the same parameters, or start without a cursor."
                return .failure(.init(FieldError("cursor", "cursor_mismatch", message)))
            }
            return .success(numbers.compactMap { if case .int(let number) = $0 { number } else { nil } })
        }
    }

    private static let version = 2
}

extension FieldError {
    /// A field error as something that can be thrown.
    struct Failure: Error {
        let field: FieldError

        init(_ field: FieldError) { self.field = field }
    }
}
