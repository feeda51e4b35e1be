internal import ChildProcesses

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A process at the other end of two pipes, driven by blocking calls: what is measured is the process, not the driver.
package final class Child {
    private let process: ChildProcess
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    /// - Parameter environment: `NAME=value` each, beside what we have ourselves.
    package init?(_ command: [String], environment: [String] = []) {
        do throws(ChildProcess.Failure) {
            // A server does not end with its input.
            process = try ChildProcess(command, environment: environment, isQuiet: true, lastSignal: SIGTERM)
        } catch {
            return nil
        }
    }

    package func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(process.input, $0.baseAddress.map { $0 + sent }, bytes.count - sent) }
            precondition(count > 0, "the process is gone")
            sent += count
        }
    }

    /// Blocks until there are whole lines.
    /// - Returns: how many there were.
    package func receive() -> Int {
        let count = buffer.withUnsafeMutableBytes { read(process.output, $0.baseAddress, $0.count) }
        precondition(count > 0, "the process is gone")
        return buffer[..<count].count { $0 == UInt8(ascii: "\n") }
    }

    /// Blocks for the first line that the process writes.
    package func firstLine() -> String { process.line() ?? "" }

    /// What the process has used of processors so far, in microseconds, and of memory, in kilobytes; 0 where the system does not tell.
    package var usage: (microseconds: Double, residentKilobytes: Int) {
        #if os(Linux)
            let times = Self.words("/proc/\(process.identifier)/stat").dropFirst(13).prefix(2).compactMap { Double($0) }
            let pages = Self.words("/proc/\(process.identifier)/statm").dropFirst().first.flatMap { Int($0) } ?? 0
            let tick = 1_000_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
            return (times.reduce(0, +) * tick, pages * Int(sysconf(Int32(_SC_PAGESIZE))) / 1_024)
        #else
            return (0, 0)
        #endif
    }

    private static func words(_ path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
    }
}
