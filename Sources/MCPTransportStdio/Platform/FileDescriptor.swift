#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Where the first LF stands.
func lineFeedOffset(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, 0x0A, bytes.count) else { return nil }
    return UnsafeRawPointer(found) - base
}

/// System calls on one descriptor, with interruptions taken care of.
struct FileDescriptor: Sendable, Hashable {
    let number: Int32

    enum ReadOutcome {
        case bytes(Int)
        case end
        case failed(String)
    }

    enum WriteOutcome {
        case bytes(Int)
        /// It would block now.
        case full
        case closed
        case failed(String)
    }

    /// Blocks until there is something.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(number, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(number, buffer.baseAddress, buffer.count)
            #else
                let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            #endif
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            switch errno {
            case EINTR: continue
            // Somebody who shares the descriptor made it non-blocking.
            case EAGAIN: waitFor(POLLIN, milliseconds: -1)
            default: return .failed(String(cString: strerror(errno)))
            }
        }
    }

    /// Writes what fits without blocking, or, where it may block, all.
    func write(_ bytes: UnsafeRawBufferPointer, mayBlock: Bool) -> WriteOutcome {
        while true {
            if !mayBlock, !waitFor(POLLOUT, milliseconds: 0) { return .full }
            // A pipe that polls as writable takes PIPE_BUF bytes at once; more might block.
            let size = mayBlock ? bytes.count : min(bytes.count, 4096)
            #if canImport(Darwin)
                let count = Darwin.write(number, bytes.baseAddress, size)
            #elseif canImport(Musl)
                let count = Musl.write(number, bytes.baseAddress, size)
            #else
                let count = Glibc.write(number, bytes.baseAddress, size)
            #endif
            if count >= 0 { return .bytes(count) }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                guard mayBlock else { return .full }
                waitFor(POLLOUT, milliseconds: -1)
            case EPIPE, ECONNRESET, EBADF: return .closed
            default: return .failed(String(cString: strerror(errno)))
            }
        }
    }

    /// - Returns: whether the descriptor is ready, or broken, which the next call will tell.
    @discardableResult
    private func waitFor(_ events: Int32, milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: number, events: Int16(events), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    func close() {
        #if canImport(Darwin)
            _ = Darwin.close(number)
        #elseif canImport(Musl)
            _ = Musl.close(number)
        #else
            _ = Glibc.close(number)
        #endif
    }
}
