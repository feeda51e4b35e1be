/// What a store of tasks does as one step.
extension RedisScript {
    /// The task, the index of its owner's tasks, the index of all; the record, its version, who runs it, the owner, when it is over and the
    /// time now in milliseconds, how many there may be of the owner and in all, and the id.
    /// - Returns: 0 where there are too many of the owner, 2 where there are too many in all.
    static let createTask = RedisScript(
        """
        for index = 2, 3 do redis.call('ZREMRANGEBYSCORE', KEYS[index], '-inf', ARGV[6]) end
        if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[7]) then return 0 end
        if redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[8]) then return 2 end
        redis.call('HSET', KEYS[1], 'r', ARGV[1], 'v', ARGV[2], 'w', ARGV[3], 'o', ARGV[4], 'e', '0')
        redis.call('PEXPIREAT', KEYS[1], ARGV[5])
        for index = 2, 3 do
            redis.call('ZADD', KEYS[index], ARGV[5], ARGV[9])
            local last = redis.call('ZRANGE', KEYS[index], -1, -1, 'WITHSCORES')
            redis.call('PEXPIREAT', KEYS[index], string.format('%.0f', last[2]))
        end
        return 1
        """)

    /// The task; the record, its version, and 1 where it is terminal.
    /// - Returns: the record that is kept now, or nothing.
    static let updateTask = RedisScript(
        """
        local kept = redis.call('HMGET', KEYS[1], 'r', 'v', 'e')
        if not kept[1] then return false end
        if kept[3] == '1' or tonumber(kept[2]) >= tonumber(ARGV[2]) then return kept[1] end
        redis.call('HSET', KEYS[1], 'r', ARGV[1], 'v', ARGV[2], 'e', ARGV[3])
        return ARGV[1]
        """)
}
