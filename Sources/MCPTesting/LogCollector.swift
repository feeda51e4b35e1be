public import Logging
internal import Synchronization

/// Keeps what is logged, for tests to look at.
public final class LogCollector: Sendable {
    public struct Entry: Sendable {
        public let level: Logger.Level
        public let message: String
        public let metadata: [String: String]
    }

    private let collected = Mutex<[Entry]>([])

    public init() {}

    public var entries: [Entry] { collected.withLock { $0 } }

    /// A logger that writes here, at every level.
    public func logger(label: String = "test") -> Logger {
        var logger = Logger(label: label) { _ in Handler(collector: self) }
        logger.logLevel = .trace
        return logger
    }

    private func add(_ entry: Entry) {
        collected.withLock { $0.append(entry) }
    }

    private struct Handler: LogHandler {
        let collector: LogCollector
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            collector.add(Entry(level: event.level, message: "\(event.message)", metadata: all.mapValues { "\($0)" }))
        }
    }
}
