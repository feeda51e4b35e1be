internal import Foundation

/// The two output streams: announcements go to stdout, everything else to stderr.
enum Console {
    /// Writes one line to stderr.
    static func note(_ line: String) {
        write(line, to: .standardError)
    }

    /// Writes one line to stdout. A reader that has gone away is not an error.
    static func announce(_ line: String) {
        write(line, to: .standardOutput)
    }

    private static func write(_ line: String, to handle: FileHandle) {
        do {
            try handle.write(contentsOf: Data((line + "\n").utf8))
        } catch {
            // Nobody is there to be told.
        }
    }
}
