/// One row of the reference of settings. `Scripts/configuration.py` makes the tables of docs/configuration.md from these declarations, and the
/// names of variables that are no slip of the pen in an environment come from here too.
struct Setting: Sendable {
    /// What it is and what holds without it, as Markdown.
    struct Words: Sendable {
        let text: String
        let fallback: String

        init(_ text: String, or fallback: String = "") {
            self.text = text
            self.fallback = fallback
        }
    }

    /// Nil for what is an option alone.
    let variable: String?
    let option: String
    let english: Words
    let japanese: Words

    /// - Parameters:
    ///   - place: the subcommand of an option, as Markdown.
    ///   - option: as Markdown.
    init(_ variable: String?, at place: String = "", option: String = "", en: Words, ja: Words) {
        self.variable = variable
        self.option = option
        english = en
        japanese = ja
    }

    static let all = [
        bothPrograms, permissions, upstream, listening, callers, tokens, events, subcommands, observability, instances, unread, ticketAPI,
    ].joined()
}
