import Foundation

/// A JSON file of ``TokenRecord``s. It holds no token, but whoever can write it can let anyone in.
struct TokenFile: Sendable {
    let url: URL

    func records() throws -> [TokenRecord] {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode([TokenRecord].self, from: Data(contentsOf: url))
    }

    /// Replaces the file as a whole, so that a reader never sees a half of it.
    func write(_ records: [TokenRecord]) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(records).write(to: url, options: .atomic)
    }

    /// Makes a token and keeps its record; the file is made if it is not there. One command at a time.
    func issue(user: String, name: String? = nil, scopes: Set<String> = [], expires: Date) throws -> Token {
        let token = Token()
        let known = FileManager.default.fileExists(atPath: url.path()) ? try records() : []
        try write(known + [TokenRecord(digest: token.digest, user: user, name: name, scopes: scopes, expires: expires)])
        return token
    }

    /// Tells one state of the file from another, for the price of one system call.
    struct Stamp: Hashable, Sendable {
        let modified: Date
        let inode: Int
        let size: Int
    }

    func stamp() throws -> Stamp {
        let attributes = try FileManager.default.attributesOfItem(atPath: url.path())
        guard let modified = attributes[.modificationDate] as? Date, let inode = attributes[.systemFileNumber] as? Int,
            let size = attributes[.size] as? Int
        else { throw CocoaError(.fileReadUnknown) }
        return Stamp(modified: modified, inode: inode, size: size)
    }
}
