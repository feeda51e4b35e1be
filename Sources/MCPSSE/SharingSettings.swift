internal import Logging
internal import MCPCore
internal import MCPRedis
internal import MCPTransportHTTP
internal import TicketServer

/// What this instance shares with others: a Redis, and the key that seals what clients carry between them and what they write to one another.
struct SharingSettings {
    /// Nil where there is one instance alone.
    let redis: RedisClient?
    private let prefix: String
    /// Each seals both, since requests' states and letters make something else of a secret.
    private let stateKeys: [[UInt8]]

    init(_ reader: SettingsReader, _ logger: Logger) throws(SettingError) {
        stateKeys = try [Self.stateKey("MCP_STATE_KEY", reader), Self.stateKey("MCP_STATE_KEY_PREVIOUS", reader)].compactMap(\.self)
        prefix = try reader.text("MCP_REDIS_PREFIX") ?? "tickets"
        guard prefix.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: ":") }), prefix.utf8.count <= 64 else {
            throw SettingError("MCP_REDIS_PREFIX must have 64 visible ASCII characters at most, and no colon")
        }
        guard let text = try reader.secret("MCP_REDIS_URL") else {
            redis = nil
            return
        }
        do throws(RedisError) {
            redis = try RedisClient(RedisAddress(text.reveal()), letterKeys: stateKeys.map { LetterKey($0) }, logger: logger)
        } catch {
            throw SettingError("MCP_REDIS_URL cannot be used: \(error.message)")
        }
        if stateKeys.isEmpty {
            logger.warning(
                "MCP_STATE_KEY is not set: a request of 2026-07-28 that asks its caller something must come back to this instance")
            logger.warning("MCP_STATE_KEY is not set: what instances tell one another lies open in redis")
        }
    }

    private static func stateKey(_ name: String, _ reader: SettingsReader) throws(SettingError) -> [UInt8]? {
        guard let bytes = try reader.secret(name).map({ Array($0.reveal().utf8) }) else { return nil }
        let size = max(RequestStateKey.minimumSize, LetterKey.minimumSize)
        guard bytes.count >= size else { throw SettingError("\(name) is too short: \(size) characters at least") }
        return bytes
    }

    /// What `/health` tells of.
    var dependencies: [HTTPDependency] {
        guard let tally = redis?.tally else { return [] }
        return [HTTPDependency("redis") { tally.isConnected }]
    }

    /// Made anew for each organisation: nothing of one may be found under the keys of another.
    var make: SharedParts.Make {
        { [redis, prefix, stateKeys] tenant in
            var parts = SharedParts()
            parts.stateKeys = stateKeys.map { RequestStateKey($0) }
            guard let redis else { return parts }
            let name = tenant.map { "\(prefix).\($0)" } ?? prefix
            parts.events = redis.eventLog(prefix: name)
            parts.tasks = redis.taskStore(prefix: name)
            parts.sessions = redis.sessionStore(prefix: name)
            parts.once = redis.onceStore(prefix: name)
            parts.usage = redis.usageLedger(prefix: name)
            return parts
        }
    }
}
