internal import Dispatch
public import MCPCore
internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Appends audit lines to a file, or to standard error.
///
/// The file is made with mode 0600 if it is not there, and every write goes to its end (`O_APPEND`), so several processes may share one.
/// When it was moved away or removed, as by a log rotation, it is opened anew; ``reopen()`` does so at once. Writing blocks a thread of its
/// own.
public final class FileAuditSink: AuditSink {
    private struct State {
        var descriptor: Int32
        /// What is left of a write that the system took only a part of: it goes out first, so that no line is torn.
        var unfinished: [UInt8] = []
    }

    /// Nil for standard error.
    private let path: String?
    private let queue = DispatchQueue(label: "mcp.audit")
    private let state: Mutex<State>

    private init(unchecked path: String?, descriptor: Int32) {
        self.path = path
        state = Mutex(State(descriptor: descriptor))
    }

    /// - Throws: for a file that cannot be opened: a server that cannot be audited does not start.
    public convenience init(path: String) throws(SettingError) {
        self.init(unchecked: path, descriptor: -1)
        do throws(AuditSinkError) {
            try state.withLock { state throws(AuditSinkError) in try open(&state) }
        } catch {
            throw SettingError("the audit log: \(error.message)")
        }
    }

    public static let standardError = FileAuditSink(unchecked: nil, descriptor: STDERR_FILENO)

    deinit {
        let descriptor = state.withLock { $0.descriptor }
        if path != nil, descriptor >= 0 { close(descriptor) }
    }

    public func write(_ lines: [UInt8]) async throws(AuditSinkError) {
        let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Void, AuditSinkError>, Never>) in
            queue.async { [self] in done.resume(returning: writeNow(lines)) }
        }
        try result.get()
    }

    /// Opens the file anew, whatever became of it. Where that fails, the old one stays.
    public func reopen() throws(AuditSinkError) {
        try state.withLock { state throws(AuditSinkError) in try open(&state) }
    }

    private func writeNow(_ lines: [UInt8]) -> Result<Void, AuditSinkError> {
        state.withLock { state in
            do throws(AuditSinkError) {
                if hasMoved(state.descriptor) { try open(&state) }
                while !state.unfinished.isEmpty {
                    state.unfinished.removeFirst(try append(state.unfinished, to: state.descriptor))
                }
                var written = 0
                while written < lines.count {
                    do throws(AuditSinkError) {
                        written += try append(Array(lines[written...]), to: state.descriptor)
                    } catch {
                        // Nothing of it is there: it comes again. Else its rest goes out first, and it counts as written.
                        guard written > 0 else { throw error }
                        state.unfinished = Array(lines[written...])
                        return .success(())
                    }
                }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
    }

    /// - Returns: how many bytes the system took, at least one.
    private func append(_ bytes: [UInt8], to descriptor: Int32) throws(AuditSinkError) -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, bytes, bytes.count)
            #elseif canImport(Musl)
                let count = Musl.write(descriptor, bytes, bytes.count)
            #else
                let count = Glibc.write(descriptor, bytes, bytes.count)
            #endif
            if count > 0 { return count }
            if count < 0, errno == EINTR { continue }
            throw AuditSinkError("\(path ?? "standard error"): \(count == 0 ? "nothing was taken" : Self.reason)")
        }
    }

    private func hasMoved(_ descriptor: Int32) -> Bool {
        guard let path else { return false }
        var (own, there) = (stat(), stat())
        guard descriptor >= 0, fstat(descriptor, &own) == 0, stat(path, &there) == 0 else { return true }
        return own.st_dev != there.st_dev || own.st_ino != there.st_ino
    }

    private func open(_ state: inout State) throws(AuditSinkError) {
        guard let path else { return }
        #if canImport(Darwin)
            let descriptor = Darwin.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #elseif canImport(Musl)
            let descriptor = Musl.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #else
            let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        #endif
        guard descriptor >= 0 else { throw AuditSinkError("\(path): \(Self.reason)") }
        if state.descriptor >= 0 { close(state.descriptor) }
        state.descriptor = descriptor
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
