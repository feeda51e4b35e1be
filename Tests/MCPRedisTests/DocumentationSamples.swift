import Logging
import MCPCore
import MCPRedis
import MCPTransportHTTP

// What the catalogue of MCPRedis shows, to the letter: `Scripts/check-docs.py` compares them. Not called: no Redis is there.

private func shares(_ logger: Logger) throws -> (ServerOptions, HTTPConfiguration) {
    let redis = try RedisClient(RedisAddress("rediss://notes:secret@redis.example"), logger: logger)
    var options = ServerOptions()
    options.taskStore = redis.taskStore(prefix: "notes")
    options.once = redis.onceStore(prefix: "notes")
    var configuration = HTTPConfiguration()
    configuration.sessions = redis.sessionStore(prefix: "notes")
    configuration.usage = redis.usageLedger(prefix: "notes")
    configuration.dependencies = [HTTPDependency("redis") { redis.tally.isConnected }]
    return (options, configuration)
}
