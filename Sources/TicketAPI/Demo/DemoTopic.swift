/// One thing that goes wrong: templates of titles and symptoms about one category detail.
///
/// `{place}`, `{app}`, `{count}` and `{code}` in the texts are replaced by ``DemoPhrases``.
struct DemoTopic: Sendable {
    let detail: Int
    let tags: [String]
    let titles: [String]
    let symptoms: [String]
    let fixes: [String]

    init(_ detail: Int, _ tags: [String], titles: [String], symptoms: [String], fixes: [String]) {
        self.detail = detail
        self.tags = tags
        self.titles = titles
        self.symptoms = symptoms
        self.fixes = fixes
    }
}
