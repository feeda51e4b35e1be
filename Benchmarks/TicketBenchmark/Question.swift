/// A request whose answer is timed.
struct Question {
    let name: String
    let path: String

    /// Those that the project promises to answer in time.
    static let barred: [Question] = [
        Question(name: "first page, filtered", path: "/tickets?status_group=open&priority=high"),
        Question(name: "first page, rare filter", path: "/tickets?status=new&priority=urgent"),
        Question(name: "two characters, frequent (印刷)", text: "印刷"),
        Question(name: "two characters (障害)", text: "障害"),
        Question(name: "two characters, rare (紛失)", text: "紛失"),
        Question(name: "two characters, none (寿司)", text: "寿司"),
    ]

    static let all =
        barred + [
            Question(name: "first page", path: "/tickets"),
            Question(name: "one character (税)", text: "税"),
            Question(name: "word (vpn)", text: "vpn"),
            Question(name: "number (T-000777)", text: "T-000777"),
            Question(name: "text and filters", path: "/tickets?account_id=3&status=closed&query=" + percent("印刷")),
            Question(name: "one ticket", path: "/tickets/777"),
            Question(name: "history", path: "/tickets/777/history"),
        ]

    private init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    private init(name: String, text: String) {
        self.init(name: name, path: "/tickets?query=" + Self.percent(text))
    }

    private static func percent(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
