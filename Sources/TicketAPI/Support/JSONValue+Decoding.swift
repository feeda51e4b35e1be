public import Foundation

extension JSONValue: Decodable {
    public init(from decoder: any Decoder) throws {
        // SAFETY: each `try?` asks whether the value is of a kind; that it is not is an answer, not an error.
        if let container = try? decoder.container(keyedBy: AnyKey.self) {
            self = .object(try container.allKeys.map { Member($0.stringValue, try container.decode(JSONValue.self, forKey: $0)) })
            return
        }
        let container = try decoder.singleValueContainer()
        func read<Value: Decodable>(_ type: Value.Type) -> Value? {
            // A refusal says that the value is of another type, and there is no other way to ask.
            try? container.decode(type)
        }
        if container.decodeNil() {
            self = .null
        } else if let value = read(String.self) {
            self = .string(value)
        } else if let value = read(Bool.self) {
            self = .bool(value)
        } else if let value = read(Int.self) {
            self = .int(value)
        } else if let value = read(Double.self) {
            self = .double(value)
        } else {
            self = .array(try container.decode([JSONValue].self))
        }
    }

    /// Parses one JSON text. Throws Foundation's decoding error when it is not JSON.
    public init(parsing bytes: some DataProtocol) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
