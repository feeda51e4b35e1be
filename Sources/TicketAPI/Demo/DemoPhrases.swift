/// The sentences that every demo ticket is put together from.
struct DemoPhrases: Sendable {
    let places: [String]
    let apps: [String]
    let greetings: [String]
    let environments: [String]
    let impacts: [String]
    let closings: [String]
    let replies: [String]
    let answers: [String]
    let notes: [String]
    let calls: [String]
    let strangers: [String]

    static func of(_ language: DemoLanguage) -> DemoPhrases {
        switch language {
        case .japanese: japanese
        case .english: english
        }
    }

    /// `template` with its placeholders replaced.
    func fill(_ template: String, _ random: inout SplitMix64) -> String {
        guard template.contains("{") else { return template }
        return template.replacing("{place}", with: random.pick(places)).replacing("{app}", with: random.pick(apps))
            .replacing("{count}", with: String(random.within(2...12))).replacing("{code}", with: "E-\(random.within(1000...9999))")
    }

    private static let japanese = DemoPhrases(
        places: ["本社 3 階", "大阪支店", "名古屋営業所", "福岡センター", "経理部", "第 2 倉庫", "札幌オフィス", "受付"],
        apps: ["勤怠システム", "販売管理システム", "経費精算", "顧客管理", "在庫管理", "グループウェア"],
        greetings: ["お世話になっております。", "いつもお世話になります。", "お疲れさまです。", "至急ご確認をお願いします。"],
        environments: ["OS は Windows 11 です。", "機種は昨年導入したノート PC です。", "macOS でも同じ現象です。", "社内 LAN に接続しています。"],
        impacts: ["業務が止まっています。", "別の端末で代替できています。", "締め処理に間に合わない恐れがあります。", "急ぎではありません。", "{place}の全員が困っています。"],
        closings: ["よろしくお願いいたします。", "ご対応をお願いいたします。", "折り返しお電話をいただけますと助かります。"],
        replies: ["お問い合わせありがとうございます。状況を確認いたします。", "発生した日時と画面の写しをお送りいただけますか。", "設定を変更しましたので、再度お試しください。"],
        answers: ["試しましたが、変わりませんでした。", "画面の写しを添付します。", "ありがとうございます。今のところ問題ありません。"],
        notes: ["過去の類似案件と同じ原因の可能性あり。", "ベンダーに問い合わせ中。", "ログを確認したが、異常は見当たらない。"],
        calls: ["電話で状況を聞き取り。再起動で一時的に改善。", "折り返したが不在。伝言を依頼。"],
        strangers: ["田中 太郎", "斎藤 花子", "森 拓也", "清水 真理"])

    private static let english = DemoPhrases(
        places: ["the Dublin office", "the front desk", "warehouse 2", "the London branch", "accounting", "the third floor"],
        apps: ["the CRM", "the time sheet system", "the order portal", "the expense tool", "the data warehouse"],
        greetings: ["Hello,", "Hi team,", "Good morning,", "This is urgent:"],
        environments: ["I am on Windows 11.", "Same on macOS.", "The laptop is from last year's batch.", "I am on the office network."],
        impacts: [
            "We cannot work.", "We have a workaround for now.", "Month-end closing is at risk.", "No rush.",
            "Everybody in {place} is affected.",
        ],
        closings: ["Thanks!", "Please call me back.", "Kind regards"],
        replies: [
            "Thank you for the report; we are looking into it.", "Could you send the time and a screenshot?",
            "We changed a setting; please try again.",
        ],
        answers: ["I tried, but it is the same.", "Screenshot attached.", "Thank you, it looks fine so far."],
        notes: ["May be the same cause as an earlier case.", "Waiting for the vendor.", "Nothing unusual in the logs."],
        calls: ["Spoke on the phone; a restart helps for a while.", "Called back, left a message."],
        strangers: ["Grace Hughes", "Jack Murphy", "Sofia Rossi", "Henry Clark"])
}
