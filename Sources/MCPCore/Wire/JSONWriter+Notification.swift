extension ServerNotification {
    func method(_ features: RevisionFeatures) -> StaticString {
        switch self {
        case .progress: "notifications/progress"
        case .log: "notifications/message"
        case .listChanged(.tools): "notifications/tools/list_changed"
        case .listChanged(.prompts): "notifications/prompts/list_changed"
        case .listChanged(.resources): "notifications/resources/list_changed"
        case .resourceUpdated: "notifications/resources/updated"
        case .subscribed: "notifications/subscriptions/acknowledged"
        case .task: features.tasks == .byServer ? "notifications/tasks" : "notifications/tasks/status"
        case .cancelled: "notifications/cancelled"
        }
    }
}

extension JSONWriter {
    /// The members of a notification's `params`, but for `_meta`.
    mutating func params(of notification: ServerNotification, _ features: RevisionFeatures) {
        switch notification {
        case .progress(let progress): self.progress(progress, features)
        case .log(let message):
            member("level", message.level.rawValue)
            member("logger", message.logger)
            key("data")
            value(message.data)
        case .listChanged: break
        case .resourceUpdated(let uri): member("uri", uri)
        case .subscribed(let filter): self.filter(filter)
        case .task(let record):
            if features.tasks == .byServer { detailedTask(record, features) } else { task(record, features) }
        case .cancelled(let id):
            key("requestId")
            self.id(id)
        }
    }

    private mutating func progress(_ progress: ServerNotification.Progress, _ features: RevisionFeatures) {
        key("progressToken")
        value(progress.token.json)
        key("progress")
        double(progress.progress)
        if let total = progress.total {
            key("total")
            double(total)
        }
        if features.annotations { member("message", progress.message) }
    }

    private mutating func filter(_ filter: SubscriptionFilter) {
        key("notifications")
        beginObject()
        if filter.lists.contains(.tools) { member("toolsListChanged", true) }
        if filter.lists.contains(.prompts) { member("promptsListChanged", true) }
        if filter.lists.contains(.resources) { member("resourcesListChanged", true) }
        texts("resourceSubscriptions", filter.resources)
        texts("taskIds", filter.tasks)
        endObject()
    }

    private mutating func texts(_ name: StaticString, _ texts: Set<String>) {
        guard !texts.isEmpty else { return }
        key(name)
        beginArray()
        for text in texts.sorted() { string(text) }
        endArray()
    }
}
