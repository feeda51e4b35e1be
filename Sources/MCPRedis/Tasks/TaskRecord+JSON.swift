internal import MCPCore

extension TaskRecord {
    /// As it is kept. ``init(kept:)`` reads nothing else.
    var kept: [UInt8] {
        RawJSON { writer in
            writer.beginObject()
            writer.member("id", id)
            writer.member("owner", owner)
            writer.member("status", status.rawValue)
            if let message { writer.member("message", message) }
            for (name, time) in [("created", created), ("updated", updated), ("timeToLive", timeToLive), ("pollInterval", pollInterval)] {
                writer.key(name)
                writer.beginArray()
                writer.integer(time.components.seconds)
                writer.integer(time.components.attoseconds)
                writer.endArray()
            }
            writer.key("questions")
            writer.object(questions)
            if let result {
                writer.key("result")
                writer.object(result)
            }
            if let error {
                writer.key("error")
                writer.beginObject()
                writer.key("code")
                writer.integer(Int64(error.code.rawValue))
                writer.member("message", error.message)
                if let data = error.data {
                    writer.key("data")
                    writer.value(data)
                }
                writer.endObject()
            }
            writer.key("version")
            writer.integer(Int64(version))
            writer.endObject()
        }.bytes
    }

    /// Nil for what no instance of this version wrote.
    init?(kept bytes: [UInt8]) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes, limits: JSONLimits(bytes: 32 << 20, depth: 128, stringBytes: 16 << 20, members: 100_000))
        } catch {
            return nil
        }
        guard
            let id = json["id"]?.string, let owner = json["owner"]?.string,
            let status = json["status"]?.string.flatMap(Status.init(rawValue:)),
            let created = json.duration("created"), let updated = json.duration("updated"), let timeToLive = json.duration("timeToLive"),
            let pollInterval = json.duration("pollInterval"), let questions = json["questions"]?.object,
            let version = json["version"]?.integer
        else { return nil }
        var error: MCPError?
        if let object = json["error"] {
            guard let code = object["code"]?.integer, let message = object["message"]?.string else { return nil }
            error = MCPError(.init(rawValue: Int(code)), message, data: object["data"])
        }
        self.init(
            id: id, owner: owner, status: status, message: json["message"]?.string, created: created, updated: updated,
            timeToLive: timeToLive, pollInterval: pollInterval, questions: questions, result: json["result"]?.object, error: error,
            version: Int(version))
    }
}

extension JSON {
    fileprivate func duration(_ name: String) -> Duration? {
        guard let parts = self[name]?.array?.compactMap(\.integer), parts.count == 2 else { return nil }
        return Duration(secondsComponent: parts[0], attosecondsComponent: parts[1])
    }
}
