/// What an `If-Match` header demands.
public enum VersionPrecondition: Sendable, Equatable {
    /// `*`: any version will do.
    case any
    /// One of these versions.
    case oneOf([Int])

    /// Reads the header. Nil stands for a missing header, which is a 428.
    init(ifMatch header: String?) throws(Problem) {
        guard let header = header?.trimmed, !header.isEmpty else { throw .preconditionRequired }
        if header == "*" {
            self = .any
            return
        }
        var versions: [Int] = []
        for part in header.split(separator: ",") {
            var tag = String(part).trimmed
            if tag.hasPrefix("W/") { tag.removeFirst(2) }
            guard tag.count > 3, tag.hasPrefix("\"v"), tag.hasSuffix("\""), let version = Int(tag.dropFirst(2).dropLast()) else {
                throw .badRequest("invalid_if_match", "If-Match must be the ETag of a ticket, such as \"v7\", or *.")
            }
            versions.append(version)
        }
        self = .oneOf(versions)
    }

    /// The same where no header stands for any version.
    init(optional header: String?) throws(Problem) {
        if let header { try self.init(ifMatch: header) } else { self = .any }
    }

    func accepts(_ version: Int) -> Bool {
        switch self {
        case .any: true
        case .oneOf(let versions): versions.contains(version)
        }
    }

    /// The versions demanded, for an error message.
    var summary: String {
        switch self {
        case .any: "*"
        case .oneOf(let versions): versions.map(String.init).joined(separator: " or ")
        }
    }

    /// The newest version demanded; what came after it is news to the caller.
    var newest: Int {
        switch self {
        case .any: .max
        case .oneOf(let versions): versions.max() ?? 0
        }
    }
}
