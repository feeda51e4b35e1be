/// What the demo help desk is asked about.
enum DemoCategories {
    static let all: [Category] = [
        Category(id: 1, name: "ハードウェア (Hardware)", active: true),
        Category(id: 2, name: "ソフトウェア (Software)", active: true),
        Category(id: 3, name: "ネットワーク (Network)", active: true),
        Category(id: 4, name: "アカウントと権限 (Accounts and access)", active: true),
        Category(id: 5, name: "メールと会議 (Mail and meetings)", active: true),
        Category(id: 6, name: "請求と契約 (Billing and contracts)", active: true),
        Category(id: 7, name: "データと連携 (Data and integration)", active: true),
        Category(id: 8, name: "旧分類 (Legacy)", active: false),
    ]

    static let details: [CategoryDetail] = [
        detail(101, "パソコンの故障 (PC failure)", ["account_id"]), detail(102, "プリンター (Printer)"),
        detail(103, "周辺機器 (Peripherals)"), detail(104, "モバイル端末 (Mobile device)"),
        detail(201, "インストール (Installation)"), detail(202, "業務アプリ (Business application)", ["description"]),
        detail(203, "オフィスソフト (Office suite)"),
        detail(301, "VPN"), detail(302, "無線 LAN (Wi-Fi)"), detail(303, "回線障害 (Line outage)", ["account_id", "due_at"]),
        detail(401, "パスワード (Password)", ["requester_id"]), detail(402, "権限申請 (Access request)", ["requester_id", "due_at"]),
        detail(403, "入社と退職 (Joiners and leavers)", ["due_at"]),
        detail(501, "メールの送受信 (Sending and receiving)"), detail(502, "迷惑メール (Spam and phishing)"),
        detail(503, "オンライン会議 (Online meetings)"),
        detail(601, "請求書 (Invoices)", ["account_id"]), detail(602, "契約変更 (Contract changes)", ["account_id"]),
        detail(701, "API 連携 (API integration)"), detail(702, "データ抽出 (Data export)", ["due_at"]),
        CategoryDetail(id: 801, categoryID: 8, name: "その他 (Other)", active: false, requiredFields: []),
    ]

    private static func detail(_ id: Int, _ name: String, _ required: [String] = []) -> CategoryDetail {
        CategoryDetail(id: id, categoryID: id / 100, name: name, active: true, requiredFields: required)
    }
}
