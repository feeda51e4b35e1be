/// One thing that the doctor looked at, and what to do about it.
struct Finding: Hashable, Sendable {
    enum Level: String, Sendable {
        case fine = "ok  "
        /// It works, and may not be what is meant.
        case doubtful = "warn"
        case broken = "FAIL"
    }

    let level: Level
    let text: String
    /// Nil where there is nothing to do.
    let advice: String?

    static func fine(_ text: String) -> Finding { Finding(level: .fine, text: text, advice: nil) }
    static func doubtful(_ text: String, _ advice: String) -> Finding { Finding(level: .doubtful, text: text, advice: advice) }
    static func broken(_ text: String, _ advice: String) -> Finding { Finding(level: .broken, text: text, advice: advice) }

    /// As people read it.
    var lines: String { "\(level.rawValue)  \(text)" + (advice.map { "\n      -> \($0)" } ?? "") }
}
