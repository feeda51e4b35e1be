internal import TicketTools

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A file of settings that belongs to another program: replaced in one step, with what it was kept beside it.
struct SettingsFile {
    /// A client's file may hold its whole history; a larger one is some other file.
    private static let limit = 64 << 20

    /// Where the bytes are, links followed.
    let path: String
    /// Nil where there is no file.
    let text: String?
    private let before: Stamp?

    /// What changes when somebody else writes the file.
    private struct Stamp: Hashable {
        let inode, size, seconds, nanoseconds: Int
        let mode: mode_t
    }

    init(path: String) throws(InstallError) {
        let resolved = realpath(path, nil)
        defer { free(resolved) }
        self.path = resolved.map { String(cString: $0) } ?? path
        before = Self.stamp(self.path)
        do throws(SettingError) {
            text = try FileText.read(self.path, limit: Self.limit)
        } catch {
            throw InstallError(error.description)
        }
        guard text != nil || before == nil else { throw InstallError("\(path): cannot be read; nothing was changed") }
    }

    /// Replaces the file. Folders that are missing are made; a new file is readable by its owner alone.
    /// - Parameter time: stands in the name of the copy.
    /// - Returns: where a copy of what was there is; nil where nothing was.
    /// - Throws: where it cannot be written, and where somebody else wrote it meanwhile. The file is as it was then.
    func replace(with new: String, time: String) throws(InstallError) -> String? {
        try makeFolder()
        var copy: String?
        if let text { copy = try backUp(text, time) }
        let temporary = "\(path).\(getpid()).new"
        try Self.write(new, to: temporary, mode: before.map { $0.mode & 0o777 } ?? 0o600)
        guard Self.stamp(path) == before else {
            unlink(temporary)
            throw InstallError("\(path): was changed by another program meanwhile; close the client and try again")
        }
        guard rename(temporary, path) == 0 else {
            let reason = Self.reason
            unlink(temporary)
            throw InstallError("\(path): \(reason); nothing was changed")
        }
        return copy
    }

    private func backUp(_ text: String, _ time: String) throws(InstallError) -> String {
        let plain = "\(path).backup-\(time)"
        var copy = plain
        var count = 1
        while access(copy, F_OK) == 0, count < 100 {
            count += 1
            copy = "\(plain)-\(count)"
        }
        // What is in it may be secret, whoever may read the file itself.
        try Self.write(text, to: copy, mode: 0o600)
        return copy
    }

    private func makeFolder() throws(InstallError) {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += (folder.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES else {
                throw InstallError("\(folder): \(Self.reason)")
            }
        }
    }

    private static func write(_ text: String, to path: String, mode: mode_t) throws(InstallError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw InstallError("\(path): \(reason); nothing was changed") }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { writeBytes(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            start += count
        }
        let isWhole = start == bytes.count && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
        let reason = reason
        close(descriptor)
        guard isWhole else {
            unlink(path)
            throw InstallError("\(path): \(reason); nothing was changed")
        }
    }

    private static func stamp(_ path: String) -> Stamp? {
        var found = stat()
        guard stat(path, &found) == 0 else { return nil }
        #if canImport(Darwin)
            let time = found.st_mtimespec
        #else
            let time = found.st_mtim
        #endif
        return Stamp(
            inode: Int(truncatingIfNeeded: found.st_ino), size: Int(found.st_size), seconds: time.tv_sec, nanoseconds: time.tv_nsec,
            mode: found.st_mode)
    }

    private static var reason: String { String(cString: strerror(errno)) }
}

private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int { write(descriptor, bytes.baseAddress, bytes.count) }
