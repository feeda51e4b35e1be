/// A change as it goes out over direct lines: written once for all lines of a kind, as it goes to the socket, with a gap for the id.
///
/// Belongs to the one thread that tells it.
package final class DirectMessage {
    private struct Written {
        let kind: UInt32
        let idCount: Int
        /// Where the id goes.
        let gap: Int
        var bytes: [UInt8]
    }

    /// Kept at once; lines of more kinds are written to in turns.
    private static let mostWritten = 16
    /// Stands for the id while the rest is written: no JSON has it (RFC 8259, section 7).
    private static let mark: UInt8 = 7

    private let announcement: Announcement
    private var written: [Written] = []
    private var current = 0

    init(_ announcement: Announcement) {
        self.announcement = announcement
    }

    /// Whether it may be written to the line's socket now.
    @inline(__always)
    package func isFree(_ line: DirectLine) -> Bool {
        line.isFree(for: announcement.topic)
    }

    /// What goes to the line's socket.
    /// - Parameter frame: frames the body.
    /// - Returns: nil where it has to be told by the other way.
    @inline(__always)
    package func withBytes<Result>(
        for line: DirectLine, frame: ([UInt8]) -> [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        if current >= written.count || written[current].kind != line.kind || written[current].idCount != line.idCount {
            guard let place = place(for: line, frame) else { return nil }
            current = place
        }
        let gap = written[current].gap
        return written[current].bytes.withUnsafeMutableBytes { bytes in
            if line.idCount > 0, let start = bytes.baseAddress { line.writeID(to: start + gap) }
            return body(UnsafeRawBufferPointer(bytes))
        }
    }

    private func place(for line: DirectLine, _ frame: ([UInt8]) -> [UInt8]) -> Int? {
        if let place = written.firstIndex(where: { $0.kind == line.kind && $0.idCount == line.idCount }) { return place }
        guard let codec = line.codec, let form = line.form else { return nil }
        let message: RawMessage
        if line.idCount > 0 {
            guard let apart = announcement.apart(codec) else { return nil }
            message = apart.message(withID: Array(repeating: Self.mark, count: line.idCount))
        } else {
            message = announcement.shared(codec)
        }
        let bytes = frame(form.write(message.bytes))
        var gap = 0
        if line.idCount > 0 {
            guard let first = bytes.firstIndex(of: Self.mark) else { return nil }
            gap = first
        }
        if written.count == Self.mostWritten { written.removeFirst() }
        written.append(Written(kind: line.kind, idCount: line.idCount, gap: gap, bytes: bytes))
        return written.count - 1
    }
}
