#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#endif

struct SystemError: Error, CustomStringConvertible {
    let description: String
    init(_ what: String) { description = "\(what): error \(errno)" }
}

/// Runs a closure on a thread of its own, where it may block.
func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    let box = Unmanaged.passRetained(Box(body))
    #if canImport(Darwin)
        var thread: pthread_t?
        let result = pthread_create(
            &thread, nil,
            { pointer in
                Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
    #else
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { pointer in
                if let pointer { Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body() }
                return nil
            }, box.toOpaque())
    #endif
    precondition(result == 0, "no thread")
    #if canImport(Darwin)
        if let thread { pthread_detach(thread) }
    #else
        pthread_detach(thread)
    #endif
}

#if canImport(Darwin)
    let streamSocket = SOCK_STREAM
    let noSignal: Int32 = 0
#else
    let streamSocket = Int32(SOCK_STREAM.rawValue)
    let noSignal = Int32(MSG_NOSIGNAL)
#endif

func removeFile(_ path: String) {
    // It may not exist; the system cleans up what is left.
    _ = unlink(path)
}
