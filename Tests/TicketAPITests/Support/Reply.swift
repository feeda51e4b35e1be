@testable internal import TicketAPI

/// A response as the tests look at it.
struct Reply: Sendable {
    let status: Int
    let contentType: String
    let headers: [String: String]
    let bytes: [UInt8]
    let json: JSONValue

    var items: [JSONValue] { json["items"]?.list ?? [] }
    var ids: [Int] { items.compactMap { $0["id"]?.integer } }
    var cursor: String? { json.at("page", "next_cursor")?.string }
    var code: String? { json["code"]?.string }

    /// `field:code` of every invalid field, in order of name.
    var faults: [String] {
        (json["errors"]?.list ?? []).map { "\($0["field"]?.string ?? ""):\($0["code"]?.string ?? "")" }.sorted()
    }

    /// The `allowed` list of the first error about `field`.
    func allowed(_ field: String) -> [String] {
        (json["errors"]?.list ?? []).first { $0["field"]?.string == field }?["allowed"]?.list.compactMap(\.string) ?? []
    }
}
