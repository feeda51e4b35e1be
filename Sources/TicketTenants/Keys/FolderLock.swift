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
    private let descriptor: Int32

    /// Waits for its turn. A file system without locks gives none: there two changes at the same moment can still lose one.
    init(around path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }

    func release() {
        if descriptor >= 0 { close(descriptor) }
    }
}
