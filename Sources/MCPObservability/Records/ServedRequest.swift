internal import MCPCore
internal import MCPLogging

/// A request that has ended, and its place in a trace: its own, where our tracer is at work. It is moved, not copied.
struct ServedRequest: ~Copyable, Sendable {
    let record: RequestRecord
    let mark: RequestMark

    @inline(__always)
    init(_ record: consuming RequestRecord, _ mark: RequestMark) {
        self.record = record
        self.mark = mark
    }
}
