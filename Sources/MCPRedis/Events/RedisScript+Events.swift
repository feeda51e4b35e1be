/// What a log does as one step. `KEYS[1]` is the stream; `KEYS[2]` the position up to which nothing is kept, of which every other position is
/// behind: it is there before the first event, and later than any that somebody knows of an earlier log in this place.
extension RedisScript {
    private static let common = """
        local function numbers(id)
            local major, minor = string.match(id, '^(%d+)-(%d+)$')
            return tonumber(major), tonumber(minor)
        end
        local function now()
            local time = redis.call('TIME')
            return time[1] * 1000 + math.floor(time[2] / 1000)
        end
        local function last()
            local facts = redis.call('XINFO', 'STREAM', KEYS[1])
            for index = 1, #facts, 2 do if facts[index] == 'last-generated-id' then return facts[index + 1] end end
        end
        local function start(least, time)
            local id = string.format('%.0f-0', math.max(now(), least))
            redis.call('XSETID', KEYS[1], id)
            redis.call('SET', KEYS[2], id, 'PX', time)
        end
        local function make(least, time)
            if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('EXISTS', KEYS[2]) == 1 then return end
            redis.call('DEL', KEYS[1])
            redis.call('XGROUP', 'CREATE', KEYS[1], 'g', '$', 'MKSTREAM')
            redis.call('XGROUP', 'DESTROY', KEYS[1], 'g')
            start(least, time)
        end
        local function keep(time)
            redis.call('PEXPIRE', KEYS[1], time)
            redis.call('PEXPIRE', KEYS[2], time)
        end
        local function forget(count, age, time)
            local gone
            local excess = redis.call('XLEN', KEYS[1]) - count
            if excess > 0 then
                local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', excess)
                gone = first[#first][1]
                redis.call('XTRIM', KEYS[1], 'MAXLEN', '=', count)
            end
            -- Only where there is something old: Redis looks through the whole stream for what comes before its first entry.
            local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
            if #first > 0 and numbers(first[1][1]) < now() - age then
                local oldest = string.format('%.0f-0', now() - age)
                gone = redis.call('XREVRANGE', KEYS[1], '(' .. oldest, '-', 'COUNT', 1)[1][1]
                redis.call('XTRIM', KEYS[1], 'MINID', '=', oldest)
            end
            if gone then redis.call('SET', KEYS[2], gone, 'PX', time) end
        end

        """

    /// Time to live, number and age of events that are kept, time to live of a key, what keys begin with; then a key or nothing, and an event,
    /// for each.
    /// - Returns: for each its position, or nothing where its key was known.
    static let appendEvents = RedisScript(
        common + """
            local time = tonumber(ARGV[1])
            make(0, time)
            local receipts = {}
            for index = 6, #ARGV, 2 do
                if ARGV[index] == '' or redis.call('SET', ARGV[5] .. ARGV[index], '1', 'NX', 'PX', ARGV[4]) then
                    receipts[#receipts + 1] = redis.call('XADD', KEYS[1], '*', 'e', ARGV[index + 1])
                else
                    receipts[#receipts + 1] = ''
                end
            end
            forget(tonumber(ARGV[2]), tonumber(ARGV[3]), time)
            keep(time)
            return receipts
            """)

    /// Time to live, number and age of events that are kept, and the last position that is known here, as two numbers. A log that does not
    /// come up to that one has lost events: it begins anew behind it.
    /// - Returns: the last position, and the one up to which nothing is kept.
    static let placeOfEvents = RedisScript(
        common + """
            local time = tonumber(ARGV[1])
            local known, part = tonumber(ARGV[4]), tonumber(ARGV[5])
            make(known + 1, time)
            local major, minor = numbers(last())
            if major < known or (major == known and minor < part) then start(known + 1, time) end
            forget(tonumber(ARGV[2]), tonumber(ARGV[3]), time)
            keep(time)
            return {last(), redis.call('GET', KEYS[2])}
            """)
}
