/// Everything that goes wrong, by language.
enum DemoTopics {
    static func all(_ language: DemoLanguage) -> [DemoTopic] {
        switch language {
        case .japanese: japanese
        case .english: english
        }
    }
}
