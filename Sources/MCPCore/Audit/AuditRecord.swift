/// What is kept of one call of a tool: who, what, how it ended. Never what was said: of the arguments there is a digest alone.
public struct AuditRecord: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable {
        case done
        /// The tool said that it could not.
        case failed
        /// A policy or a person was against it; nothing was done.
        case refused
        /// The client was asked for something first, and has to call again.
        case asked
        case invalidArguments = "invalid_arguments"
        /// The call goes on as a task.
        case task
        case cancelled
        /// A protocol fault, such as an unknown tool.
        case error
    }

    /// Since 1970, in UTC.
    public var time: Duration
    public var duration: Duration
    public var principal: String
    public var tenant: String?
    public var tool: String
    public var outcome: Outcome
    public var errorCode: Int?
    public var subject: AuditSubject
    public var confirmation: Confirmation?
    /// SHA-256 of the arguments, with the members of every object in the order of their keys.
    public var argumentsDigest: [UInt8]

    /// One line of JSON, with its line feed. Texts of callers are cut to 256 characters.
    public var line: [UInt8] {
        var writer = JSONWriter()
        func text(_ key: String, _ value: String?) {
            guard let value else { return }
            writer.key(key)
            writer.string(String(String.UnicodeScalarView(value.unicodeScalars.prefix(256))))
        }
        func number(_ key: String, _ value: Int?) {
            guard let value else { return }
            writer.key(key)
            writer.integer(Int64(value))
        }
        writer.beginObject()
        text("time", WallClock.timestamp(time))
        text("event", "tool_call")
        text("principal", principal)
        text("tenant", tenant)
        text("tool", tool)
        text("ticket", subject.name)
        text("outcome", outcome.rawValue)
        number("error", errorCode)
        number("version_before", subject.versionBefore)
        number("version_after", subject.versionAfter)
        text("confirmation", confirmation?.rawValue)
        text("arguments_sha256", argumentsDigest.hexadecimal)
        number("ms", Int(duration / .milliseconds(1)))
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

/// What a call was about, as the embedder's tools know it.
public struct AuditSubject: Sendable, Hashable {
    /// Names the thing that was read or changed.
    public var name: String?
    public var versionBefore: Int?
    public var versionAfter: Int?

    public init(_ name: String? = nil, versionBefore: Int? = nil, versionAfter: Int? = nil) {
        self.name = name
        self.versionBefore = versionBefore
        self.versionAfter = versionAfter
    }
}

extension [UInt8] {
    package var hexadecimal: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
