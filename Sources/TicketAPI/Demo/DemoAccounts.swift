/// The customers of the demo help desk.
enum DemoAccounts {
    static let all: [Account] = japanese + english

    static let japanese: [Account] = [
        account(1, "株式会社青葉商事", "アオバショウジ"), account(2, "株式会社みなと物流", "ミナトブツリュウ"),
        account(3, "北斗電機株式会社", "ホクトデンキ"), account(4, "桜井製作所株式会社", "サクライセイサクショ"),
        account(5, "株式会社ひまわり食品", "ヒマワリショクヒン"), account(6, "東都信用金庫", "トウトシンヨウキンコ"),
        account(7, "医療法人しらゆり会", "シラユリカイ"), account(8, "株式会社オリオン設計", "オリオンセッケイ"),
        account(9, "学校法人若葉学園", "ワカバガクエン"), account(10, "株式会社瀬戸内マリン", "セトウチマリン"),
        account(11, "有限会社まるや旅館", "マルヤリョカン"), account(12, "株式会社ツバメ交通", "ツバメコウツウ"),
        account(13, "富岳ソフトウェア株式会社", "フガクソフトウェア"), account(14, "株式会社あさひ印刷", "アサヒインサツ"),
    ]

    static let english: [Account] = [
        account(15, "Northwind Outfitters Ltd.", nil), account(16, "Blue Harbor Logistics Inc.", nil),
        account(17, "Maple & Pine Architects", nil), account(18, "Silverline Insurance plc", nil),
        account(19, "Greenfield Foods GmbH", nil), account(20, "Lakeside University Hospital", nil),
        account(21, "Copper Kettle Coffee Co.", nil),
        Account(id: 22, code: "AC-0022", name: "Old Mill Textiles (closed)", nameKana: nil, active: false),
    ]

    private static func account(_ id: Int, _ name: String, _ kana: String?) -> Account {
        Account(id: id, code: id < 10 ? "AC-000\(id)" : "AC-00\(id)", name: name, nameKana: kana, active: true)
    }
}
