public import MCPCore

extension RedisClient {
    /// Names that the instances of one server take once.
    /// - Parameter prefix: names the server, and the tenant where one process serves several; the same in all instances that share.
    public func onceStore(prefix: String = "default") -> any OnceStore { RedisOnceStore(client: self, keys: RedisPrefix(prefix)) }
}

/// Names as keys `o:<name>`, which end by themselves.
struct RedisOnceStore: OnceStore {
    let client: RedisClient
    let keys: RedisPrefix

    func claim(_ name: String, until expiry: Duration) async throws(OnceStoreError) -> Bool {
        let time = expiry - WallClock.now
        guard time > .zero else { return false }
        do throws(RedisError) {
            let answer = try await client.connection.command(RedisCommand("SET", keys.key("o", name), "1", "NX", "PX", time))
            return answer != .nothing
        } catch {
            throw OnceStoreError(error.message)
        }
    }
}
