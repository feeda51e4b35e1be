internal import MCPCore

/// A ticket as callers name it: its id or its number. It becomes part of a path, so it holds nothing but letters, digits, `-` and `_`.
struct TicketReference: Sendable, Hashable {
    let text: String

    var path: APIPath { APIPath("tickets", text) }
    var historyPath: APIPath { APIPath("tickets", text, "history") }

    init?(_ text: String) {
        guard (1...64).contains(text.utf8.count) else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal || scalar == "-" || scalar == "_")
        }
        guard isPlain, text.contains(where: \.isNumber) else { return nil }
        self.text = text
    }
}

extension Schema where Value == TicketReference {
    static var ticket: Schema<TicketReference> {
        Schema(json: ["type": ["integer", "string"]]) { value, decoder in
            let text = value.string ?? value.double.flatMap { Int(exactly: $0) }.flatMap { $0 > 0 ? String($0) : nil }
            // "#t-000123" and full-width digits are ways of writing the same.
            var number = text.map { String($0.unified.drop { $0 == "#" }) } ?? ""
            if number.hasPrefix("t-") { number = number.uppercased() }
            if let reference = TicketReference(number) { return reference }
            decoder.report("must be a ticket's id (123) or number (T-000123)")
            return nil
        }
    }
}
