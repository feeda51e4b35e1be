internal import MCPCore

/// What a list of users can show of each, beside id and name.
enum UserField: String, Sendable, CaseIterable {
    case kana, email, role, team, active

    static let usual: Set<UserField> = [.kana, .email, .role, .active]
}

/// A user in a list.
struct UserRow: DirectoryRow {
    let user: User
    let fields: Set<UserField>
    let showsEmail: Bool

    static let noun = "users"
    static let isPaged = true

    private var kana: String? { fields.contains(.kana) ? user.kana : nil }
    private var email: String? { fields.contains(.email) ? user.email.map { showsEmail ? $0 : $0.maskedEmail } : nil }
    private var role: String? { fields.contains(.role) ? user.role : nil }
    private var team: String? { fields.contains(.team) ? user.team : nil }
    private var active: Bool? { fields.contains(.active) ? user.active : nil }

    static let columns = ["id", "name", "kana", "email", "role", "team", "active", "is_me"]

    var cells: [String] {
        [String(user.id), user.name, kana ?? "", email ?? "", role ?? "", team ?? "", active.map { String($0) } ?? "", String(user.isMe)]
    }

    var line: String {
        let facts = [kana, email, role, team].compactMap { $0?.oneLine(200) } + (active == false ? ["inactive"] : [])
        return
            "\(user.id) \(user.name.oneLine(200))\(user.isMe ? " (me)" : "")\(facts.isEmpty ? "" : " | \(facts.joined(separator: " | "))")"
    }

    static let schema = OutputSchema<UserRow>.object(
        field("id", { $0.user.id }, .integer), field("name", { $0.user.name }, .string), field("kana", ifPresent: { $0.kana }, .string),
        field("email", ifPresent: { $0.email }, .string), field("role", ifPresent: { $0.role }, .string),
        field("team", ifPresent: { $0.team }, .string), field("active", ifPresent: { $0.active }, .boolean),
        field("is_me", ifPresent: { $0.user.isMe ? true : nil }, .boolean))
}
