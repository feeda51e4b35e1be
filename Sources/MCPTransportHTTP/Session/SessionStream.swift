internal import MCPCore

/// One stream of a session: what is sent on it is kept, and goes to the connection that it has at the moment, if it has one.
struct SessionStream {
    var lastSequence = 0
    /// The last that some connection took.
    var lastPushed = 0
    var attached: EventStream?
    /// The instance where the client reads it, if that is another one.
    var reader: InstanceID?
    /// The reply has been sent: nothing more comes.
    var isComplete = false
}

/// The id of an event: which stream, and which place in it. `3-17`.
struct EventID {
    let stream: Int
    let sequence: Int

    init(stream: Int, sequence: Int) {
        self.stream = stream
        self.sequence = sequence
    }

    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let stream = Int(parts[0]), let sequence = Int(parts[1]), stream >= 0, sequence >= 0 else { return nil }
        self.init(stream: stream, sequence: sequence)
    }

    var text: String { "\(stream)-\(sequence)" }
}
