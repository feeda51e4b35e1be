/// Where a letter lies, and who wrote it. Both are sealed with it: a letter that was moved, or is given out for another's, does not open.
struct LetterPlace {
    /// Of the stream in Redis, which names the server, the tenant and the reader.
    let key: String
    /// Empty where nobody asks.
    let writer: String

    /// Each part is led by its length, so no two places have the same.
    var bytes: [UInt8] { RedisCommand(key, writer).body }
}
