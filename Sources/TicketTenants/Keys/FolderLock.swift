internal import TicketServer

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Keeps other processes that ask for it from a file's folder. Of the folder, for a file that is replaced cannot be locked itself, and one
/// beside it would be left behind. Goes with the process, however that ends.
struct FolderLock {
    /// Others take milliseconds for what they do.
    private static let (pause, pauses): (useconds_t, Int) = (10_000, 1_000)

    private let descriptor: Int32

    /// Waits for its turn, ten seconds at most. A file system without locks gives none: there two changes at the same moment can still
    /// lose one.
    init(around path: String) throws(SettingError) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        var left = Self.pauses
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR {
            guard left > 0 else {
                close(descriptor)
                throw SettingError("\(path): something else holds the lock of its folder")
            }
            left -= 1
            usleep(Self.pause)
        }
    }

    func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
