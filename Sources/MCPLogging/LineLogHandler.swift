public import Logging
internal import MCPCore

/// Writes what is logged as lines, in text or in JSON.
///
/// In JSON, metadata stands beside the message under its own names; a name that the line has already gets `metadata.` in front. Whatever
/// could end a line early is escaped, so nobody can write lines of his own into the log.
public struct LineLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel = Logger.Level.info

    private let label: String
    private let format: LogFormat
    private let output: LogOutput
    private let now: (@Sendable () -> Duration)?

    /// - Parameters:
    ///   - metadataProvider: what else stands in each line, such as `currentRequest()`.
    ///   - now: the time of day, since 1970; a seam for tests.
    public init(
        label: String, format: LogFormat, output: LogOutput = .standardError, metadataProvider: Logger.MetadataProvider? = nil,
        now: (@Sendable () -> Duration)? = nil
    ) {
        self.label = label
        self.format = format
        self.output = output
        self.metadataProvider = metadataProvider
        self.now = now
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        if let error = event.error { all["error"] = all["error"] ?? "\(error)" }
        let pairs = all.sorted { $0.key < $1.key }
        let time = now.map { WallClock.milliseconds(of: $0()) } ?? WallClock.milliseconds
        output.write { line in
            switch format {
            case .text: text(event, pairs, time, &line)
            case .json: json(event, pairs, time, &line)
            }
        }
    }

    private func text(_ event: LogEvent, _ pairs: [(key: String, value: Logger.MetadataValue)], _ time: Int64, _ line: inout LineWriter) {
        line.time(time)
        line.raw(" ")
        line.rawText(event.level.rawValue)
        line.raw(" ")
        line.escaped(label)
        line.raw(": ")
        line.escaped("\(event.message)")
        for (key, value) in pairs { line.pair(key, "\(value)") }
    }

    private func json(_ event: LogEvent, _ pairs: [(key: String, value: Logger.MetadataValue)], _ time: Int64, _ line: inout LineWriter) {
        line.begin()
        line.key("time")
        line.raw("\"")
        line.time(time)
        line.raw("\"")
        line.key("severity")
        line.string(event.level.severity)
        line.key("message")
        line.string("\(event.message)")
        line.key("logger")
        line.string(label)
        for (key, value) in pairs {
            line.key(Self.own.contains(key) ? "metadata." + key : key)
            line.value(value, depth: 0)
        }
        line.end()
    }

    private static let own: Set = ["time", "severity", "message", "logger"]
}

extension Logger.Level {
    /// As Cloud Logging calls it (LogSeverity).
    var severity: String {
        switch self {
        case .trace, .debug: "DEBUG"
        case .info: "INFO"
        case .notice: "NOTICE"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }
}

extension LineWriter {
    /// Deeper than anybody nests, metadata becomes text.
    private static let depth = 8

    fileprivate mutating func value(_ value: Logger.MetadataValue, depth: Int) {
        guard depth < Self.depth else { return string("\(value)") }
        switch value {
        case .string(let text): string(text)
        case .stringConvertible(let text): string("\(text)")
        case .array(let elements):
            raw("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { raw(",") }
                self.value(element, depth: depth + 1)
            }
            raw("]")
        case .dictionary(let members):
            raw("{")
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { raw(",") }
                string(member.key)
                raw(":")
                self.value(member.value, depth: depth + 1)
            }
            raw("}")
        }
    }
}
