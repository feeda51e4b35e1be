/// The bounds the contract sets.
enum Limits {
    static let bodyBytes = 1 << 20
    static let title = 200
    static let longText = 20_000
    static let requesterName = 200
    static let requesterContact = 200
    static let masterName = 100
    static let tags = 20
    static let tag = 50
    static let minutesSpent = 100_000
    static let queryText = 200
    static let queryValues = 200
    static let tickets = 1...100
    static let history = 1...100
    /// Of one multi-get.
    static let references = 20
    static let directory = 1...200
    static let clockSkewSeconds: Int64 = 300
}
