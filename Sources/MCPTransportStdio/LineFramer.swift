/// Cuts a stream of bytes into lines, however the stream was split on its way.
///
/// Pure: it knows no descriptors. Lines end with LF or CRLF; blank lines mean nothing. A line over the limit is reported once and
/// skipped to its end, without being kept.
struct LineFramer {
    enum Line: Equatable {
        case message([UInt8])
        case tooLong
    }

    /// In bytes, without the line's end.
    let limit: Int
    private var partial: [UInt8] = []
    private var isSkipping = false

    init(limit: Int) {
        self.limit = limit
    }

    mutating func consume(_ chunk: UnsafeRawBufferPointer, _ emit: (Line) -> Void) {
        var rest = chunk[...]
        while let length = lineFeedOffset(in: UnsafeRawBufferPointer(rebasing: rest)) {
            finishLine(rest.prefix(length), emit)
            rest = rest.dropFirst(length + 1)
        }
        keep(rest, emit)
    }

    /// The stream has ended; what stands after the last LF is a line too.
    mutating func finish(_ emit: (Line) -> Void) {
        finishLine([], emit)
    }

    private mutating func finishLine(_ tail: some Collection<UInt8>, _ emit: (Line) -> Void) {
        keep(tail, emit)
        defer { partial = [] }
        guard !isSkipping else {
            isSkipping = false
            return
        }
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        guard partial.count <= limit else { return emit(.tooLong) }
        if partial.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) { emit(.message(partial)) }
    }

    private mutating func keep(_ bytes: some Collection<UInt8>, _ emit: (Line) -> Void) {
        guard !isSkipping, !bytes.isEmpty else { return }
        // One byte more than the limit is kept: it may be the CR of a line that is just long enough.
        guard partial.count + bytes.count <= limit + 1 else {
            partial = []
            isSkipping = true
            return emit(.tooLong)
        }
        if partial.isEmpty { partial.reserveCapacity(bytes.count) }
        partial.append(contentsOf: bytes)
    }
}
