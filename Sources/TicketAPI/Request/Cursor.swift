internal import Foundation

/// A place in a listing: the sort values of the last row seen, bound to the filter and sort they were seen under.
struct Cursor {
    private static let version = 1

    /// Opaque text for `keyset` under `fingerprint`.
    static func encode(_ keyset: [Int], fingerprint: StableHash) -> String {
        let value: JSONValue = ["v": .int(version), "k": .array(keyset.map(JSONValue.int)), "f": .string(fingerprint.hex)]
        return Data(value.bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The keyset of `count` numbers in `text`, or the reason why it cannot be used.
    static func decode(_ text: String, count: Int, fingerprint: StableHash) -> Result<[Int], FieldError.Failure> {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        // SAFETY: a text that is not JSON is refused like every other text that is not a cursor.
        guard text.utf8.count <= 512, let data = Data(base64Encoded: base64), let value = try? JSONValue(parsing: data),
            value["v"] == .int(version), case .array(let numbers)? = value["k"], numbers.count == count
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

extension FieldError {
    /// A field error as something that can be thrown.
    struct Failure: Error {
        let field: FieldError

        init(_ field: FieldError) { self.field = field }
    }
}
