/// The place in a list of tasks where the next page begins: behind a task, wherever the tasks before it have gone by then.
enum TaskCursor {
    /// - Parameter tasks: by their creation, oldest first, and by id where that is the same.
    /// - Throws: invalid params for a cursor that no such list gave out.
    static func page(of tasks: [TaskRecord], after cursor: String?, size: Int) throws(MCPError) -> Page<TaskRecord> {
        let place = try cursor.map { text throws(MCPError) in try self.place(text) }
        let rest = tasks.drop { task in place.map { (task.created, task.id) <= $0 } ?? false }
        let page = Array(rest.prefix(size))
        let hasMore = rest.count > page.count
        return Page(page, nextCursor: hasMore ? page.last.map { text(of: $0) } : nil)
    }

    private static func text(of task: TaskRecord) -> String {
        // In full: within a millisecond the ids are in no order.
        let (seconds, attoseconds) = task.created.components
        return "\(String(seconds, radix: 36)).\(String(attoseconds, radix: 36)).\(task.id)"
    }

    private static func place(_ text: String) throws(MCPError) -> (Duration, String) {
        let parts = text.split(separator: ".", maxSplits: 2)
        guard parts.count == 3, let seconds = Int64(parts[0], radix: 36), let attoseconds = Int64(parts[1], radix: 36) else {
            throw .invalidParams("cursor is not one of this list")
        }
        return (Duration(secondsComponent: seconds, attosecondsComponent: attoseconds), String(parts[2]))
    }
}
