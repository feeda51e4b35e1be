/// The people of the demo help desk and of its customers.
enum DemoUsers {
    static let all: [User] = [
        person(1, "管理者", "カンリシャ", "admin", .admin, "システム管理"),
        person(2, "佐藤 美咲", "サトウ ミサキ", "misaki.sato", .agent, "一次サポート"),
        person(3, "鈴木 健太", "スズキ ケンタ", "kenta.suzuki", .agent, "一次サポート"),
        person(4, "髙橋 直子", "タカハシ ナオコ", "naoko.takahashi", .agent, "ネットワーク"),
        person(5, "Emma Wilson", nil, "emma.wilson", .agent, "English Desk"),
        person(6, "Liam O'Connor", nil, "liam.oconnor", .agent, "English Desk"),
        person(7, "渡辺 翔", "ワタナベ ショウ", "sho.watanabe", .agent, "アプリケーション"),
        person(8, "伊藤 さくら", "イトウ サクラ", "sakura.ito", .admin, "サービスデスク管理"),
        person(9, "中村 大輔", "ナカムラ ダイスケ", "daisuke.nakamura", .agent, "請求・契約"),
        User(
            id: 10, name: "小林 誠", kana: "コバヤシ マコト", email: "makoto.kobayashi@helpdesk.example", role: .agent, team: "ネットワーク",
            active: false),
        customer(11, "山本 由美", "ヤマモト ユミ", "yumi.yamamoto"),
        customer(12, "加藤 隆", "カトウ タカシ", "takashi.kato"),
        customer(13, "吉田 恵", "ヨシダ メグミ", "megumi.yoshida"),
        customer(14, "松本 一郎", "マツモト イチロウ", "ichiro.matsumoto"),
        customer(15, "Olivia Brown", nil, "olivia.brown"),
        customer(16, "Noah Fischer", nil, "noah.fischer"),
        customer(17, "井上 千尋", "イノウエ チヒロ", "chihiro.inoue"),
        customer(18, "Ava Martínez", nil, "ava.martinez"),
    ]

    /// Those who take Japanese tickets, and those who take English ones.
    static let agents: [DemoLanguage: [Int]] = [.japanese: [2, 3, 4, 7, 8, 9], .english: [5, 6, 7]]
    static let requesters: [DemoLanguage: [Int]] = [.japanese: [11, 12, 13, 14, 17], .english: [15, 16, 18]]

    private static func person(_ id: Int, _ name: String, _ kana: String?, _ mail: String, _ role: User.Role, _ team: String?) -> User {
        User(id: id, name: name, kana: kana, email: "\(mail)@helpdesk.example", role: role, team: team, active: true)
    }

    private static func customer(_ id: Int, _ name: String, _ kana: String?, _ mail: String) -> User {
        User(id: id, name: name, kana: kana, email: "\(mail)@customer.example", role: .requester, team: nil, active: true)
    }
}
