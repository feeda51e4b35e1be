internal import Synchronization

/// The straight way to one peer: what a thread needs of it to write a notification to its socket, in one place.
///
/// What goes to many peers at once takes it where nothing stands in the way: the peer takes everything at once, and it was told of the same
/// change before. For everything else there is the way through the peer's outlet, which needs no line and may always be taken.
///
/// The transport makes it, says how messages are wrapped, and raises the obstacles that it sees.
// SAFETY: `handle` and `owner` are the transport's and touched on the thread that writes to the peer; what `address(_:)` sets is set once, before
// the line is shared; all else is atomic or constant.
package final class DirectLine: @unchecked Sendable {
    /// What keeps a message from being written to the socket just now.
    package struct Obstacles: OptionSet, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// Something waits to be written by the thread.
        package static let output = Obstacles(rawValue: 1)
        /// Something was posted by another thread.
        package static let mail = Obstacles(rawValue: 2)
        /// Nothing is told this way any more.
        package static let closed = Obstacles(rawValue: 4)
    }

    /// An id of more bytes takes the other way.
    static let longestID = 16

    private let obstacles = Atomic(Obstacles.output.rawValue)
    /// Of how it is written to: lines of one kind are told the same, but for the id.
    private(set) var kind: UInt32 = 0
    /// Of the change that the peer wants to be told of, and was told of last. Zero for none.
    private let topic = Atomic<UInt64>(0)
    /// What its thread knows the socket by.
    package var handle: Int32 = -1
    private(set) var idCount = 0
    private var id: (UInt64, UInt64) = (0, 0)
    private(set) var codec: (any WireCodec)?
    private(set) var form: LineForm?
    /// What writes to the socket otherwise, which lets go of it when it closes the line.
    package var owner: AnyObject?

    package init() {}

    package func raise(_ obstacle: Obstacles) {
        obstacles.bitwiseOr(obstacle.rawValue, ordering: .acquiringAndReleasing)
    }

    package func lower(_ obstacle: Obstacles) {
        obstacles.bitwiseAnd(~obstacle.rawValue, ordering: .acquiringAndReleasing)
    }

    /// Sets how messages are wrapped, before the line is handed on.
    package func wrap(_ form: LineForm) {
        self.form = form
    }

    /// Sets how the peer is spoken to.
    /// - Returns: false where it cannot be told this way.
    func address(_ codec: any WireCodec, _ origin: NotificationOrigin) -> Bool {
        guard let form else { return false }
        self.codec = codec
        switch origin {
        case .request: break
        case .task: return false
        case .subscription(let id):
            let text = Array(SubscriptionMessage.text(of: id).utf8)
            guard !text.isEmpty, text.count <= Self.longestID else { return false }
            idCount = text.count
            withUnsafeMutableBytes(of: &self.id) { $0.copyBytes(from: text) }
        }
        kind = LineKinds.number(of: codec.revision, form, isApart: idCount > 0)
        return true
    }

    /// Notes what the peer wants to be told of, and is told; zero for nothing.
    func note(topic: UInt64) {
        self.topic.store(topic, ordering: .relaxed)
    }

    /// Whether a change may be written to the socket now. On the thread that writes to the peer.
    @inline(__always)
    func isFree(for topic: UInt64) -> Bool {
        obstacles.load(ordering: .acquiring) == 0 && self.topic.load(ordering: .relaxed) == topic
    }

    @inline(__always)
    func writeID(to place: UnsafeMutableRawPointer) {
        withUnsafeBytes(of: &id) { place.copyMemory(from: $0.baseAddress!, byteCount: idCount) }
    }
}

/// How a transport wraps a message for one sort of stream. One object for all streams of a sort.
package final class LineForm: Sendable {
    package let write: @Sendable ([UInt8]) -> [UInt8]

    package init(_ write: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.write = write
    }
}

/// Numbers for the sorts of lines, of which there are few: revisions times forms.
private enum LineKinds {
    private struct Key: Hashable {
        let revision: ProtocolRevision
        let form: ObjectIdentifier
        let isApart: Bool
    }

    private static let numbers = Mutex<[Key: UInt32]>([:])

    static func number(of revision: ProtocolRevision, _ form: LineForm, isApart: Bool) -> UInt32 {
        numbers.withLock { numbers in
            let key = Key(revision: revision, form: ObjectIdentifier(form), isApart: isApart)
            if let number = numbers[key] { return number }
            let number = UInt32(numbers.count + 1)
            numbers[key] = number
            return number
        }
    }
}

/// What can be written to over a direct line.
package protocol DirectOutlet: MessageOutlet {
    /// Makes the line, wrapped; nil where there is none.
    func openLine() -> DirectLine?
}

/// A thread that writes to peers over their direct lines.
package protocol DirectThread: TaskExecutor {
    /// Writes a change to those whose line is free. On the thread.
    /// - Parameter lines: 64 at most.
    /// - Returns: a bit for each who has to be told by the other way.
    func tell(_ message: DirectMessage, to lines: UnsafeBufferPointer<Unmanaged<DirectLine>?>) -> UInt64
}
