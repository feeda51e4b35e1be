internal import MCPCore

extension Schema where Value == VersionMatch {
    /// The version that a caller read, or `latest`.
    static var expectedVersion: Schema<VersionMatch> {
        Schema(json: ["type": ["integer", "string"]]) { value, decoder in
            if value.string == "latest" { return .any }
            let number = value.double.flatMap { Int(exactly: $0) } ?? value.string.flatMap { Int($0.drop { $0 == "v" }) }
            if let number, number > 0 { return .exactly(number) }
            decoder.report("must be the version that get_ticket_detail or get_ticket_list showed (an integer), or \"latest\"")
            return nil
        }
    }
}
