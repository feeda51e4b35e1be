import Foundation

/// A token as it is kept: enough to know it again, not enough to use it.
struct TokenRecord: Codable, Sendable, Hashable {
    /// SHA-256 of the token, in hexadecimal.
    let digest: String
    let user: String
    /// For people.
    var name: String?
    /// What the user may do.
    var scopes: Set<String> = []
    let expires: Date
}
