/// The language that a prompt speaks.
public enum PromptLanguage: String, Sendable, Hashable, CaseIterable {
    case japanese = "ja"
    case english = "en"

    /// The language of a text: Japanese where it holds kana, or Han characters.
    init(of text: String) {
        let isJapanese = text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F: true
            default: false
            }
        }
        self = isJapanese ? .japanese : .english
    }

    /// The one of two texts that is in the language.
    func pick(ja: String, en: String) -> String { self == .japanese ? ja : en }
}
