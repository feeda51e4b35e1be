extension JSONWriter {
    /// What a client is told of a task, but for what came of it.
    mutating func task(_ record: TaskRecord, _ features: RevisionFeatures) {
        let isByServer = features.tasks == .byServer
        member("taskId", record.id)
        member("status", record.status.rawValue)
        member("statusMessage", record.message)
        member("createdAt", WallClock.timestamp(record.created))
        member("lastUpdatedAt", WallClock.timestamp(record.updated))
        key(isByServer ? "ttlMs" : "ttl")
        integer(record.timeToLive.milliseconds)
        key(isByServer ? "pollIntervalMs" : "pollInterval")
        integer(record.pollInterval.milliseconds)
    }

    /// With what the task asks, or what came of it (extension `io.modelcontextprotocol/tasks`).
    mutating func detailedTask(_ record: TaskRecord, _ features: RevisionFeatures) {
        task(record, features)
        switch record.status {
        case .working, .cancelled: break
        case .inputRequired:
            key("inputRequests")
            object(record.questions)
        case .completed:
            key("result")
            object(record.result ?? [:])
        case .failed:
            key("error")
            error(record.error ?? MCPError(.internalError, "The reason is not known any more"))
        }
    }

    mutating func tasks(_ page: Page<TaskRecord>, _ features: RevisionFeatures) {
        key("tasks")
        beginArray()
        for record in page.elements {
            beginObject()
            task(record, features)
            endObject()
        }
        endArray()
        member("nextCursor", page.nextCursor)
    }

    /// The members of an ended task's result, which name the task (2025-11-25, tasks, associating messages).
    mutating func result(_ result: JSONObject, of record: TaskRecord) {
        var meta = result["_meta"]?.object ?? [:]
        meta[MetaKey.relatedTask.description] = ["taskId": .string(record.id)]
        var whole = result
        whole["_meta"] = .object(meta)
        for member in whole.members {
            key(member.key)
            value(member.value)
        }
    }

    /// A `_meta` that names a task.
    mutating func relatedTask(_ id: String) {
        beginObject()
        key(MetaKey.relatedTask)
        beginObject()
        member("taskId", id)
        endObject()
        endObject()
    }
}
