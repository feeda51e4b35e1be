extension Schema {
    /// A list of values of one kind.
    /// - Parameter count: how many are allowed.
    public static func array<Element>(
        of element: Schema<Element>, count: some SchemaBounds<Int> = 0...
    ) -> Schema<[Element]> where Value == [Element] {
        let count = Interval(count)
        var json: JSONObject = ["type": "array", "items": .object(element.json)]
        json["minItems"] = count.minimum.flatMap { $0 > 0 ? .integer(Int64($0)) : nil }
        json["maxItems"] = count.maximum.map { .integer(Int64($0)) }
        return Schema(json: json) { value, decoder in
            guard let elements = value.array else {
                decoder.report(expected: "an array", found: value)
                return nil
            }
            // Checked first: nobody reads the issues of the thousandth element of a list that may have twenty.
            guard count.contains(elements.count) else {
                decoder.report("must have \(count.words) elements, not \(elements.count)")
                return nil
            }
            var decoded: [Element] = []
            decoded.reserveCapacity(elements.count)
            for (index, item) in elements.enumerated() {
                if let item = decoder.inElement(index, { element.decode(item, &$0) }) { decoded.append(item) }
            }
            return decoded.count == elements.count ? decoded : nil
        }
    }

    /// One value or a list of them, always decoded as a list. Models write both.
    public static func oneOrMore<Element>(
        of element: Schema<Element>, count: some SchemaBounds<Int> = 1...
    ) -> Schema<[Element]> where Value == [Element] {
        let list = Schema<[Element]>.array(of: element, count: count)
        return Schema(json: list.json) { value, decoder in
            if value.array == nil { element.decode(value, &decoder).map { [$0] } } else { list.decode(value, &decoder) }
        }
    }
}

extension Schema where Value == JSON {
    /// Any JSON value, as it is.
    public static var json: Schema<JSON> {
        Schema(json: [:]) { value, _ in value }
    }
}
