public import MCPCore

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The descriptors that carry messages, out of reach of everything else in the process.
public struct StandardStreams: Sendable {
    let input: FileDescriptor
    let output: FileDescriptor

    /// Descriptors of one's own, for instance a pair of pipes. They stay the caller's to close.
    public init(input: Int32, output: Int32) {
        self.input = FileDescriptor(number: input)
        self.output = FileDescriptor(number: output)
    }

    /// Moves standard input and output to private descriptors that no child process inherits.
    ///
    /// From then on descriptor 1 is standard error: a stray `print`, or a C library that writes to stdout, ends up in the log and
    /// cannot break a message. Descriptor 0 is empty. Also ignores SIGPIPE, so that a client that goes away is an error and no death.
    /// Call it once, first thing in `main`.
    public static func claim() throws(TransportError) -> StandardStreams {
        signal(SIGPIPE, SIG_IGN)
        // A process started without descriptor 2 would else give that number to the first file that it opens.
        if fcntl(2, F_GETFD) == -1 { try place(open("/dev/null", O_WRONLY), at: 2) }
        let input = try duplicate(0)
        let output = try duplicate(1)
        try place(open("/dev/null", O_RDONLY), at: 0)
        guard dup2(2, 1) == 1 else { throw failure("dup2") }
        return StandardStreams(input: input, output: output)
    }

    private static func duplicate(_ descriptor: Int32) throws(TransportError) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw failure("standard \(descriptor == 0 ? "input" : "output")") }
        return copy
    }

    private static func place(_ descriptor: Int32, at number: Int32) throws(TransportError) {
        guard descriptor >= 0 else { throw failure("/dev/null") }
        guard descriptor != number else { return }
        guard dup2(descriptor, number) == number else { throw failure("dup2") }
        close(descriptor)
    }

    private static func failure(_ what: String) -> TransportError {
        TransportError(.system, "\(what): \(String(cString: strerror(errno)))")
    }
}
