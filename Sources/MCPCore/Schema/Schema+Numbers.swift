extension Schema where Value == Int {
    /// Any integer of 64 bits.
    public static var integer: Schema<Int> {
        Schema(json: ["type": "integer"], decode: decodeInteger)
    }

    public static func integer(_ range: some SchemaBounds<Int>) -> Schema<Int> {
        let range = Interval(range)
        var json: JSONObject = ["type": "integer"]
        json["minimum"] = range.minimum.map { .integer(Int64($0)) }
        json["maximum"] = range.maximum.map { .integer(Int64($0)) }
        return Schema(json: json) { value, decoder in
            guard let number = decodeInteger(value, &decoder) else { return nil }
            guard range.contains(number) else {
                decoder.report("must be \(range.words), not \(number)")
                return nil
            }
            return number
        }
    }

    @Sendable
    private static func decodeInteger(_ value: JSON, _ decoder: inout SchemaDecoder) -> Int? {
        switch value {
        case .integer(let number): return Int(exactly: number)
        case .number(let number): if let exact = number.exactInteger { return Int(exactly: exact) }
        case .string(let text):
            if decoder.coercion == .lossless, let number = Int(text) { return number }
        default: break
        }
        decoder.report(expected: "an integer", found: value)
        return nil
    }
}

extension Schema where Value == Double {
    /// Any number.
    public static var number: Schema<Double> {
        Schema(json: ["type": "number"], decode: decodeNumber)
    }

    public static func number(_ range: some SchemaBounds<Double>) -> Schema<Double> {
        let range = Interval(range)
        var json: JSONObject = ["type": "number"]
        json["minimum"] = range.minimum.flatMap(JSONNumber.init).map { .number($0) }
        json["maximum"] = range.maximum.flatMap(JSONNumber.init).map { .number($0) }
        return Schema(json: json) { value, decoder in
            guard let number = decodeNumber(value, &decoder) else { return nil }
            guard range.contains(number) else {
                decoder.report("must be \(range.words), not \(number)")
                return nil
            }
            return number
        }
    }

    @Sendable
    private static func decodeNumber(_ value: JSON, _ decoder: inout SchemaDecoder) -> Double? {
        if let number = value.double { return number }
        // Through our own parser: `Double("0x1p3")` and `Double("nan")` are no JSON numbers.
        if decoder.coercion == .lossless, let text = value.string, let parsed = try? JSON(parsing: text), let number = parsed.double {
            return number
        }
        decoder.report(expected: "a number", found: value)
        return nil
    }
}

extension Schema where Value == Bool {
    public static var boolean: Schema<Bool> {
        Schema(json: ["type": "boolean"]) { value, decoder in
            switch value {
            case .bool(let flag): return flag
            case .string("true") where decoder.coercion == .lossless: return true
            case .string("false") where decoder.coercion == .lossless: return false
            default:
                decoder.report(expected: "true or false", found: value)
                return nil
            }
        }
    }
}
