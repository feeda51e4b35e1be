import Foundation

/// One direction of a pair of sockets, which is what some clients use for standard input and output. No child process inherits it: other
/// tests start some, and a stream ends only when all its ends are closed.
struct PrivateStream {
    let fileHandleForReading: FileHandle
    let fileHandleForWriting: FileHandle

    init() {
        var ends: [Int32] = [-1, -1]
        #if os(Linux)
            let status = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
        #else
            let status = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #endif
        precondition(status == 0, "no sockets")
        fileHandleForReading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        fileHandleForWriting = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    }
}
