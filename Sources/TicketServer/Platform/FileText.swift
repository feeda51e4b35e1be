#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Small text files, without Foundation.
public enum FileText {
    /// Files of settings are small; a larger one is some other file.
    public static let limit = 1 << 20

    /// - Returns: nil where there is no such file.
    public static func read(_ path: String, limit: Int = limit) throws(SettingError) -> String? {
        guard let file = fopen(path, "re") else {
            if errno == ENOENT { return nil }
            throw SettingError("\(path): \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw SettingError("\(path): larger than \(limit) bytes") }
        }
        guard ferror(file) == 0 else { throw SettingError("\(path): cannot be read") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw SettingError("\(path): not UTF-8") }
        return text
    }

    /// - Returns: the path from the root, with links resolved; nil where there is no such file.
    static func absolutePath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
