/// What one instance tells another about a session.
public enum InstanceLetter: Sendable, Hashable {
    /// A message for the session that the other holds, or for what runs there in its name, from a caller who has been recognised.
    case message(session: String, principal: Principal, [UInt8])
    /// The session is over: what runs in its name is to be cancelled.
    case ended(session: String)
    /// A message came for a stream that is not there, or not any more.
    case missing(session: String)
    /// The record has changed.
    case changed(session: String)
    /// The client reads this stream at the instance that writes the letter now, and wants to know there of all that is appended.
    case attached(StreamName)
    /// Something was appended.
    case grown(StreamName)
}

/// What comes to an instance.
public enum InstanceNews: Sendable {
    case letter(InstanceLetter, from: InstanceID)
    /// The store was away. If it may have lost something (it was started anew, or another took its place), records should be saved again, and
    /// letters that were on their way may never come.
    case returned(mayHaveLost: Bool)
}
