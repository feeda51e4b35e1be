/// The request that a state belongs to: every round must show the same.
struct StateBinding: Sendable, Hashable {
    /// Who asks, as ``Principal/id`` says.
    let principal: String
    let method: String
    /// The bytes that must be the same in every round, such as the tool's name and arguments in an order of our own.
    let parameters: [UInt8]

    /// A digest that no other binding has: each part is led by its length, so that none can pass a byte to its neighbour.
    var digest: [UInt8] {
        var hash = SHA256()
        for part in [Array(principal.utf8), Array(method.utf8), parameters] {
            hash.update(UInt64(part.count).bigEndianBytes)
            hash.update(part)
        }
        return hash.digest()
    }
}
