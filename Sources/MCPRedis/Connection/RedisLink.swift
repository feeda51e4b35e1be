internal import CHiredis

/// One connection of hiredis, used by one thread. Its reads and writes do not wait.
struct RedisLink: ~Copyable {
    private let context: UnsafeMutablePointer<redisContext>

    /// - Throws: ``RedisError/Reason/unavailable``.
    init(_ address: RedisAddress, atMost time: Duration) throws(RedisError) {
        let milliseconds = Int32(clamping: time.milliseconds)
        let made =
            switch address.place {
            case .host(let host, let port): chiredis_connect(host, Int32(port), milliseconds)
            case .socket(let path): chiredis_connect_unix(path, milliseconds)
            }
        guard let made else { throw RedisError(.unavailable, "no memory for a connection") }
        do throws(RedisError) {
            try Self.check(chiredis_error(made), made)
            chiredis_set_time(made, milliseconds)
            if case .host(let host, _) = address.place, address.isEncrypted { try Self.encrypt(made, host, address.authorities) }
            try Self.check(chiredis_stop_waiting(made), made)
        } catch {
            chiredis_free(made)
            throw error
        }
        context = made
    }

    /// - Throws: ``RedisError/Reason/address`` where the system has not what the address needs.
    static func load(for address: RedisAddress) throws(RedisError) {
        guard let problem = address.isEncrypted ? chiredis_load_tls() : chiredis_load() else { return }
        throw RedisError(.address, String(cString: problem))
    }

    deinit { chiredis_free(context) }

    var descriptor: Int32 { chiredis_descriptor(context) }

    func append(_ bytes: [UInt8]) throws(RedisError) {
        let status = bytes.withUnsafeBytes { chiredis_append(context, $0.bindMemory(to: CChar.self).baseAddress, $0.count) }
        try check(status)
    }

    /// Sends what can be sent now.
    /// - Returns: whether that was all.
    func write() throws(RedisError) -> Bool {
        var done: Int32 = 0
        try check(chiredis_write(context, &done))
        return done != 0
    }

    /// Takes what has come.
    func read() throws(RedisError) { try check(chiredis_read(context)) }

    /// - Returns: nil if none has come whole.
    func nextReply() throws(RedisError) -> RedisReply? {
        var reply: UnsafeMutablePointer<redisReply>?
        try check(chiredis_next_reply(context, &reply))
        guard let reply else { return nil }
        defer { chiredis_free_reply(reply) }
        return RedisReply(reply.pointee)
    }

    private func check(_ status: Int32) throws(RedisError) { try Self.check(status, context) }

    private static func check(_ status: Int32, _ context: UnsafeMutablePointer<redisContext>) throws(RedisError) {
        guard status != REDIS_OK else { return }
        throw RedisError(.unavailable, String(cString: chiredis_error_text(context)))
    }

    private static func encrypt(
        _ context: UnsafeMutablePointer<redisContext>, _ name: String, _ authorities: String?
    ) throws(RedisError) {
        var text = [CChar](repeating: 0, count: 256)
        guard let problem = chiredis_start_tls(context, name, authorities, &text, text.count) else { return }
        throw RedisError(.unavailable, String(cString: problem))
    }
}
