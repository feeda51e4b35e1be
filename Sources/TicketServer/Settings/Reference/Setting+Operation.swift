// Settings of what is run beside a program, and how several are.

extension Setting {
    static let subcommands: [Setting] = [
        Setting(
            nil, at: "`ticket-mcp-stdio install`", option: "`--client`",
            en: Words("whose settings are written: `claude-desktop`, `claude-code`, `vscode`, `cursor`"),
            ja: Words("設定を書き込む相手: `claude-desktop`、`claude-code`、`vscode`、`cursor`")),
        Setting(
            nil, option: "`--name`",
            en: Words("what the client calls the server", or: "`tickets`"),
            ja: Words("クライアントでのサーバー名", or: "`tickets`")),
        Setting(
            nil, option: "`--file`",
            en: Words("another file than the client's own, such as `.mcp.json` of a project", or: "the client's"),
            ja: Words("クライアント本来のファイルの代わりに書くファイル。プロジェクトの `.mcp.json` など", or: "クライアントのもの")),
        Setting(
            nil, option: "`--print`",
            en: Words("show what would be written, and write nothing"),
            ja: Words("書き込む内容の表示だけを行い、何も書かない")),
        Setting(
            nil, option: "`--replace`",
            en: Words("replace another entry of the same name", or: "it is refused"),
            ja: Words("同名の別の項目を置き換える", or: "拒否する")),
        Setting(
            nil, option: "`--api-key-file`",
            en: Words("a file that holds the key; its path is written, as `MCP_API_KEY_FILE`"),
            ja: Words("キーを収めたファイル。そのパスを `MCP_API_KEY_FILE` として書く")),
        Setting(
            nil, option: "`--with-key`",
            en: Words("write the key itself, from `MCP_API_KEY`", or: "it is not written; VS Code asks for it"),
            ja: Words("`MCP_API_KEY` のキーそのものを書く", or: "書かない。VS Code は利用者に尋ねる")),
        Setting(
            nil, at: "`ticket-mcp-stdio doctor`",
            en: Words("checks settings, the ticket API and clients; status 1 if something does not work"),
            ja: Words("設定、チケット API、クライアントを調べる。動かないものがあれば終了コード 1")),
        Setting(
            nil, at: "`ticket-mcp-sse healthcheck`", option: "`--path`",
            en: Words(
                """
                asks the server on this machine by plain HTTP, for container images; status 1 if it is not ready
                """, or: "`/ready`"),
            ja: Words("同じマシンのサーバーに平文 HTTP で尋ねる（コンテナ用）。準備ができていなければ終了コード 1", or: "`/ready`")),
        Setting(
            nil, option: "`--timeout`",
            en: Words("seconds to wait", or: "`4`"),
            ja: Words("待つ秒数", or: "`4`")),
    ]

    static let observability: [Setting] = [
        Setting(
            "MCP_LOG_FORMAT",
            en: Words("`text`, or `json` for collectors of logs; both programs", or: "`text`"),
            ja: Words("`text`、またはログ収集向けの `json`。両プログラム共通", or: "`text`")),
        Setting(
            "MCP_METRICS_PORT", option: "`--metrics-port`",
            en: Words(
                """
                `/metrics` for Prometheus on a port of its own, where no key is asked for; 0 for any free one
                """, or: "none"),
            ja: Words("Prometheus 用の `/metrics` を専用ポートで提供（キー不要）。0 は空きポート", or: "なし")),
        Setting(
            "MCP_METRICS_HOST",
            en: Words("the address of that port", or: "`127.0.0.1`"),
            ja: Words("そのポートのアドレス", or: "`127.0.0.1`")),
        Setting(
            "MCP_METRICS_ON_MAIN_PORT",
            en: Words("`true`: `/metrics` where clients come in, for those who may come in", or: "`false`"),
            ja: Words("`true`: `/metrics` をクライアントと同じポートで、接続を許された者に提供", or: "`false`")),
        Setting(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            en: Words("the collector that traces go to, without `/v1/traces`; http/json is spoken", or: "none: nothing is traced"),
            ja: Words("トレースを送るコレクター（`/v1/traces` は付けない）。http/json で送る", or: "なし（トレースしない）")),
        Setting(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            en: Words("the same, with the whole path"),
            ja: Words("同上。パスまで含めて指定")),
        Setting(
            "OTEL_EXPORTER_OTLP_HEADERS",
            en: Words("header fields for the collector, `name=value,other=value`; never logged", or: "none"),
            ja: Words("コレクターへのヘッダー。`name=value,other=value`。ログには出さない", or: "なし")),
        Setting(
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            en: Words("anything but `http/json` is told in the log, and does nothing"),
            ja: Words("`http/json` 以外はログで知らせるだけで、効果はない")),
        Setting(
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
            en: Words("the same"),
            ja: Words("同上")),
        Setting(
            "OTEL_SERVICE_NAME",
            en: Words("who we are in traces and in `target_info`", or: "`ticket-mcp`"),
            ja: Words("トレースと `target_info` での名前", or: "`ticket-mcp`")),
        Setting(
            "OTEL_RESOURCE_ATTRIBUTES",
            en: Words("what else is known of where we run, `name=value,other=value`", or: "none"),
            ja: Words("実行環境の属性。`name=value,other=value`", or: "なし")),
        Setting(
            "OTEL_TRACES_SAMPLER",
            en: Words(
                """
                `always_on`, `always_off`, `traceidratio`; behind `parentbased_` a caller's decision goes first
                """, or: "`parentbased_always_on`"),
            ja: Words("`always_on`、`always_off`、`traceidratio`。`parentbased_` を付けると呼び出し元の判断を優先", or: "`parentbased_always_on`")),
        Setting(
            "OTEL_TRACES_SAMPLER_ARG",
            en: Words("for `traceidratio`: which part of the traces, from 0 to 1", or: "`1`"),
            ja: Words("`traceidratio` で記録する割合（0 から 1）", or: "`1`")),
        Setting(
            "OTEL_SDK_DISABLED",
            en: Words("`true`: nothing is traced", or: "`false`"),
            ja: Words("`true`: トレースしない", or: "`false`")),
        Setting(
            "GOOGLE_CLOUD_PROJECT",
            en: Words("the project whose traces log lines link to", or: "none"),
            ja: Words("ログからリンクするトレースのプロジェクト", or: "なし")),
    ]

    static let instances: [Setting] = [
        Setting(
            "MCP_REDIS_URL",
            en: Words(
                """
                what instances share: `redis://[user[:password]@]host[:port][/database]`, `rediss://…` where hiredis has TLS, \
                `unix:///path`; without it an instance is on its own
                """, or: "none"),
            ja: Words(
                """
                インスタンス間で共有する Redis。`redis://[ユーザー[:パスワード]@]ホスト[:ポート][/データベース]`、hiredis が TLS に対応していれば \
                `rediss://…`、`unix:///パス`。なければ単独で動作
                """, or: "なし")),
        Setting(
            "MCP_REDIS_PREFIX",
            en: Words("goes before every key, so that several services can share one Redis", or: "`tickets`"),
            ja: Words("すべてのキーの前に付く名前。一つの Redis を複数のサービスで使えます", or: "`tickets`")),
        Setting(
            "MCP_STATE_KEY",
            en: Words(
                """
                seals what clients carry between the rounds of a request (2026-07-28), and what instances tell one another in \
                Redis; 32 characters at least, the same for all instances
                """, or: "a random key of each process; what instances tell one another lies open"),
            ja: Words(
                """
                リクエストの往復の間にクライアントが運ぶ状態 (2026-07-28) と、インスタンスが Redis で送り合う手紙を封印する鍵。32 文字以上、\
                全インスタンスで同じもの
                """, or: "プロセスごとのランダムな鍵。手紙は封印しない")),
        Setting(
            "MCP_STATE_KEY_PREVIOUS",
            en: Words("opens what it sealed and seals nothing: the key before, or the one to come", or: "none"),
            ja: Words("封印したものを開けるだけの鍵。一つ前の鍵、または次の鍵", or: "なし")),
    ]

    static let unread: [Setting] = [
        Setting(
            "MCP_TRANSPORT_TYPE",
            en: Words(""),
            ja: Words(""))
    ]

    static let ticketAPI: [Setting] = [
        Setting(
            "TICKET_API_DATABASE", option: "`--database`",
            en: Words("a SQLite file, or `postgres://…`; a password is better in `PGPASSWORD`", or: "a temporary file"),
            ja: Words("SQLite のファイル、または `postgres://…`。パスワードは `PGPASSWORD` で渡すのが安全", or: "一時ファイル")),
        Setting(
            "TICKET_API_KEYS", option: "`--api-key`",
            en: Words(
                """
                keys, comma-separated, `key` or `key=user-id`; needed on other addresses than loopback
                """, or: "none"),
            ja: Words("キー（カンマ区切り）。`key` または `key=user-id`。ループバック以外では必須", or: "なし")),
        Setting(
            nil, option: "`--host`, `--port`",
            en: Words("where to listen; 0 for any free port", or: "`127.0.0.1`, `0`"),
            ja: Words("待ち受け。0 なら空いているポート", or: "`127.0.0.1`、`0`")),
        Setting(
            nil, option: "`--database-connections`",
            en: Words("to a PostgreSQL server", or: "`8`"),
            ja: Words("PostgreSQL への接続数", or: "`8`")),
        Setting(
            nil, option: "`--public-url`",
            en: Words("put before the paths in the `url` of tickets"),
            ja: Words("チケットの `url` の先頭に付ける")),
        Setting(
            "TICKET_API_WEBHOOK_SECRET", option: "`--webhook-secret`",
            en: Words("what webhooks are signed with, 16 characters at least; safer in the variable", or: "none"),
            ja: Words("Webhook の署名に使う秘密（16 文字以上）。変数で渡すのが安全", or: "なし")),
        Setting(
            nil, option: "`--webhook-url`",
            en: Words(
                """
                an address that is told of every change, see [upstream.md](upstream.md#webhooks); may be given several times
                """, or: "none"),
            ja: Words("すべての変更を通知する宛先。[upstream.md](../upstream.md#webhooks) を参照。複数指定可", or: "なし")),
        Setting(
            nil, option: "`--changes-kept`",
            en: Words("how many change events are kept, for at most 7 days", or: "`100000`"),
            ja: Words("保持する変更イベントの数。期間は最長 7 日", or: "`100000`")),
        Setting(
            nil, option: "`--seed-if-empty`",
            en: Words("fill an empty database with so many made-up tickets"),
            ja: Words("空のデータベースに作る架空のチケットの数")),
        Setting(
            nil, option: "`--seed`, `--seed-date`, `--tickets`",
            en: Words("which made-up tickets", or: "`42`, a fixed day, `5000`"),
            ja: Words("架空のチケットの内容", or: "`42`、固定日、`5000`")),
        Setting(
            nil, option: "`--announce`",
            en: Words("one line of JSON with the address on standard output"),
            ja: Words("アドレスを JSON 1 行で標準出力へ")),
        Setting(
            nil, option: "`--exit-with-parent`",
            en: Words("end when standard input is closed"),
            ja: Words("標準入力が閉じたら終了")),
        Setting(
            nil, option: "`--log-level`",
            en: Words("as above", or: "`notice`"),
            ja: Words("上と同じ", or: "`notice`")),
    ]
}
