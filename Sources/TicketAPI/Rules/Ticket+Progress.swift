extension Ticket {
    /// Moves to `status` and keeps the times of resolution and closing in step.
    mutating func enter(_ status: Status, at now: Instant) {
        guard status.id != self.status.id else { return }
        self.status = status
        switch status.group {
        case .new, .open, .pending:
            resolvedAt = nil
            closedAt = nil
        case .resolved:
            resolvedAt = now
            closedAt = nil
        case .closed:
            resolvedAt = resolvedAt ?? now
            closedAt = now
        }
    }

    /// Records one more change by `actor`.
    mutating func touch(by actor: User, at now: Instant) {
        updatedBy = actor.named
        updatedAt = max(now, updatedAt)
        version += 1
        historyCount += 1
    }
}
