/// What one instance tells another about a session.
public enum InstanceLetter: Sendable, Hashable {
    /// A message for the session that the other holds, or for what runs there in its name, from a caller who has been recognised.
    case message(session: String, principal: Principal, [UInt8])
    /// The session is over: what runs in its name is to be cancelled.
    case ended(session: String)
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
    /// The store was away, or has lost something: records should be saved again, and what others wrote meanwhile may never come.
    case restarted
}
