/// The language a demo ticket is written in.
enum DemoLanguage: Sendable {
    case japanese, english
}
