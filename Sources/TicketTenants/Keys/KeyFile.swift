internal import MCPCore
internal import TicketServer
internal import TicketTools

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The keys that clients may show, in a file of JSON that ``KeysCommand`` writes. It holds hashes, and no key.
public struct KeyFile: Sendable {
    struct Entry: Sendable, Hashable {
        let id: String
        /// Nil where there are no tenants.
        let tenant: String?
        let hash: KeyHash
        /// Empty for everything.
        let scopes: [String]
        /// For people.
        let note: String?
        /// RFC 3339.
        let created: String
    }

    /// A file with more keys is some other file.
    private static let capacity = 10_000

    private(set) var entries: [Entry]

    /// - Returns: no keys where there is no such file.
    static func read(_ path: String) throws(SettingError) -> KeyFile? {
        guard let text = try FileText.read(path) else { return nil }
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: text)
        } catch {
            throw SettingError("\(path): \(error)")
        }
        guard let keys = json["keys"]?.array, keys.count <= capacity else { throw SettingError("\(path): keys is missing, or too long") }
        var entries: [Entry] = []
        for (index, key) in keys.enumerated() {
            guard let entry = Entry(key) else { throw SettingError("\(path): keys[\(index)] is no key") }
            guard !entries.contains(where: { $0.id == entry.id }) else { throw SettingError("\(path): keys[\(index)] is there twice") }
            entries.append(entry)
        }
        return KeyFile(entries: entries)
    }

    /// Changes the file, or makes it. Commands that do so at the same time do it one after the other, so that no change is lost.
    /// - Parameter body: where it throws, the file stays as it is.
    static func change<Value>(
        _ path: String, _ body: (inout KeyFile) throws(SettingError) -> Value
    ) throws(SettingError) -> Value {
        let lock = try FolderLock(around: path)
        defer { lock.release() }
        var keys = try read(path) ?? KeyFile()
        let value = try body(&keys)
        try keys.write(path)
        return value
    }

    init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// Makes a key.
    /// - Returns: its text, which is known nowhere else.
    mutating func add(tenant: String?, scopes: [String], note: String?) throws(SettingError) -> String {
        guard entries.count < Self.capacity else { throw SettingError("there are \(Self.capacity) keys; revoke some") }
        let key = AccessKey.make()
        entries.append(
            Entry(
                id: key.id, tenant: tenant, hash: KeyHash(of: key), scopes: scopes, note: note,
                created: WallClock.timestamp(WallClock.now)))
        return key.text
    }

    /// - Returns: false if there is no such key.
    mutating func remove(_ id: String) -> Bool {
        let count = entries.count
        entries.removeAll { $0.id == id }
        return entries.count < count
    }

    /// Replaces the file in one step, so that a server that reads it finds the old keys or the new ones. Readable by its owner alone.
    func write(_ path: String) throws(SettingError) {
        let json: JSON = ["keys": .array(entries.map(\.json))]
        let bytes = json.bytes + [UInt8(ascii: "\n")]
        let temporary = "\(path).\(RandomBytes.make(6).hexadecimal)"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.fault(path) }
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { writeBytes(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            start += count
        }
        let isWhole = start == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWhole, rename(temporary, path) == 0 else {
            let fault = Self.fault(path)
            unlink(temporary)
            throw fault
        }
    }

    private static func fault(_ path: String) -> SettingError { SettingError("\(path): \(String(cString: strerror(errno)))") }
}

private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int { write(descriptor, bytes.baseAddress, bytes.count) }

extension KeyFile.Entry {
    fileprivate init?(_ json: JSON) {
        guard let id = json["id"]?.string, let hash = json["hash"]?.string.flatMap(KeyHash.init), let created = json["created"]?.string
        else { return nil }
        let scopes = (json["scopes"]?.array ?? []).compactMap(\.string)
        guard scopes.count == (json["scopes"]?.array ?? []).count else { return nil }
        self.init(
            id: id, tenant: json["tenant"]?.string, hash: hash, scopes: scopes, note: json["note"]?.string, created: created)
    }

    fileprivate var json: JSON {
        var object: JSONObject = ["id": .string(id), "hash": .string(hash.text), "created": .string(created)]
        if let tenant { object["tenant"] = .string(tenant) }
        if !scopes.isEmpty { object["scopes"] = .array(scopes.map { .string($0) }) }
        if let note { object["note"] = .string(note) }
        return .object(object)
    }
}
