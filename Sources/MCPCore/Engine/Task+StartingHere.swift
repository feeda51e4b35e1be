extension Task where Failure == Never, Success == Void {
    /// Starts a task on this thread, where the system can (SE-0472); the call returns when the task first suspends, or ends.
    @discardableResult
    package static func startingHere(_ operation: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
            return Task.immediate(operation: operation)
        }
        return Task(operation: operation)
    }
}
