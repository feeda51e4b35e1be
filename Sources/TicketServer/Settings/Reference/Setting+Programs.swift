// Settings of both programs and what they may do.

extension Setting {
    static let bothPrograms: [Setting] = [
        Setting(
            "MCP_API_BASE_URL", option: "`--api-base-url`",
            en: Words(
                """
                address of the ticket API, `https://` or `http://`, without user, query and fragment
                """, or: "none: each call says that it is missing"),
            ja: Words("チケット API のアドレス。`https://` または `http://`。ユーザー名、クエリ、フラグメントは不可", or: "なし（呼び出しごとに未設定と返す）")),
        Setting(
            "MCP_API_KEY",
            en: Words("its key, sent as `x-api-key`; never shown, never logged", or: "none"),
            ja: Words("そのキー。`x-api-key` で送る。表示もログ出力もしない", or: "なし")),
        Setting(
            "MCP_API_MAPPING", option: "`--mapping`",
            en: Words(
                """
                a file that says how an API of another shape is spoken to; see \
                [upstream.md](upstream.md#an-api-of-another-shape)
                """, or: "the API is of our shape"),
            ja: Words("形の違う API への対応を書いたファイル（[upstream.md](../upstream.md#an-api-of-another-shape)）", or: "API は標準の形")),
        Setting(
            "MCP_LANGUAGE",
            en: Words(
                """
                `ja` or `en`: what prompts and charts speak unless they are asked for another language
                """, or: "that of the tickets; charts `en`"),
            ja: Words("`ja` または `en`: 指定がないときにプロンプトとグラフが使う言語", or: "チケットの言語（グラフは `en`）")),
        Setting(
            "MCP_TIME_ZONE", option: "`--time-zone`",
            en: Words(
                """
                zone of dates that come without a time: `UTC`, `Asia/Tokyo`, or an offset such as `+09:00`
                """, or: "`UTC`"),
            ja: Words("時刻のない日付のタイムゾーン。`UTC`、`Asia/Tokyo`、または `+09:00` のようなオフセット", or: "`UTC`")),
        Setting(
            "MCP_SHOW_EMAIL", option: "`--show-email`",
            en: Words("`true`: users' addresses in full instead of masked", or: "`false`"),
            ja: Words("`true`: メールアドレスを伏せずに表示", or: "`false`")),
        Setting(
            "MCP_STRICT_TYPES",
            en: Words(
                """
                `true`: arguments of another type are refused, also where nothing would be lost (`"5"` for `5`)
                """, or: "`false`"),
            ja: Words("`true`: 型の違う引数を、情報が失われない場合（`5` に対する `\"5\"`）でも拒否", or: "`false`")),
        Setting(
            "MCP_LOG_LEVEL", option: "`--log-level`",
            en: Words(
                """
                `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`; logs go to standard error
                """, or: "`info`"),
            ja: Words("`trace`、`debug`、`info`、`notice`、`warning`、`error`、`critical`。ログは標準エラーへ", or: "`info`")),
        Setting(
            nil, option: "`--env-file`",
            en: Words("another `.env`; it must exist", or: "`.env`, if there is one"),
            ja: Words("別の `.env`。存在しなければエラー", or: "あれば `.env`")),
        Setting(
            nil, option: "`--demo`",
            en: Words(
                """
                a ticket API with made-up tickets, on loopback; needs `ticket-api` beside the program
                """),
            ja: Words("架空のチケットを持つ API をループバックで起動。`ticket-api` が同じフォルダーに必要")),
    ]

    static let permissions: [Setting] = [
        Setting(
            "MCP_READ_ONLY",
            en: Words("`true`: only tools that read", or: "`false`"),
            ja: Words("`true`: 読み取りのツールだけ", or: "`false`")),
        Setting(
            "MCP_TOOLSETS",
            en: Words("comma-separated: `tickets`, `directory`, `masters`, `reports`", or: "all but `reports`"),
            ja: Words("カンマ区切り: `tickets`、`directory`、`masters`、`reports`", or: "`reports` 以外すべて")),
        Setting(
            "MCP_ALLOW_TOOLS",
            en: Words("comma-separated names of tools: no others", or: "all"),
            ja: Words("カンマ区切りのツール名。これ以外は使えない", or: "すべて")),
        Setting(
            "MCP_DENY_TOOLS",
            en: Words("comma-separated names of tools: not these", or: "none"),
            ja: Words("カンマ区切りのツール名。これらは使えない", or: "なし")),
        Setting(
            "MCP_CONFIRM",
            en: Words(
                """
                what a person has to agree to first, asked by elicitation: `never`, `destructive`, `all-writes`
                """, or: "`never`"),
            ja: Words("elicitation で人の同意を求める範囲: `never`、`destructive`、`all-writes`", or: "`never`")),
        Setting(
            "MCP_CONFIRM_FALLBACK",
            en: Words("for clients that cannot ask: `refuse` or `allow` (the audit log says so)", or: "`refuse`"),
            ja: Words("同意を求められないクライアントの扱い: `refuse` または `allow`（監査ログに残る）", or: "`refuse`")),
        Setting(
            "MCP_TOOL_SCOPES",
            en: Words(
                """
                comma-separated `tool=scope`: what a tool takes instead of `tickets:read` or `tickets:write`
                """),
            ja: Words("カンマ区切りの `tool=scope`。`tickets:read`、`tickets:write` の代わりに必要なスコープ")),
        Setting(
            "MCP_AUDIT_LOG",
            en: Words(
                """
                `off`, `stderr`, or the path of a file: one line of JSON for each call of a tool, with a digest of the \
                arguments
                """, or: "`off`"),
            ja: Words("`off`、`stderr`、またはファイルのパス。ツール呼び出しごとに JSON を 1 行（引数はダイジェストのみ）", or: "`off`")),
        Setting(
            "MCP_AUDIT_LOSS",
            en: Words(
                """
                while the audit log cannot be written: `refuse-writes`, or `warn` (calls go on, what is lost is counted)
                """, or: "`refuse-writes`"),
            ja: Words("監査ログに書けない間: `refuse-writes`、または `warn`（呼び出しは続け、失われた行を数える）", or: "`refuse-writes`")),
    ]

    static let upstream: [Setting] = [
        Setting(
            "MCP_UPSTREAM_AUTH",
            en: Words(
                """
                `static` (one key for everybody), `header` (each caller's own credentials), `exchange` (what the caller's \
                token is exchanged for), `on-behalf-of` (one key, and the caller's name beside it). `header` and `exchange` \
                need HTTP
                """, or: "`static`"),
            ja: Words(
                """
                `static`（全員で 1 つのキー）、`header`（利用者自身の資格情報）、`exchange`（利用者のトークンを交換）、`on-behalf-of`（1 つのキーと利用者名）。`header` と \
                `exchange` は HTTP のみ
                """, or: "`static`")),
        Setting(
            "MCP_CHANGE_FEED",
            en: Words(
                """
                over HTTP: whether the ticket API's own [feed of changes](upstream.md#changes) is read, for those who watch \
                events and resources. With `MCP_UPSTREAM_AUTH=static` only, also of each tenant; an API without a feed is \
                asked once
                """, or: "`true`"),
            ja: Words(
                """
                HTTP のみ: チケット API の[変更フィード](../upstream.md#changes)を読み、イベントやリソースを見ている人に伝えるか。`MCP_UPSTREAM_AUTH=static` \
                のときだけ（テナントごとにも）。フィードのない API には一度だけ尋ねる
                """, or: "`true`")),
        Setting(
            "MCP_UPSTREAM_HOSTS",
            en: Words(
                """
                comma-separated hosts that may be ticket APIs: `desk.example`, `desk.example:8443`, `.example` for all below
                """, or: "any"),
            ja: Words("チケット API として許すホスト（カンマ区切り）: `desk.example`、`desk.example:8443`、配下すべてなら `.example`", or: "制限なし")),
        Setting(
            "MCP_UPSTREAM_HEADER",
            en: Words("`header`: where callers put their credentials", or: "`x-upstream-authorization`"),
            ja: Words("`header`: 利用者が資格情報を入れるヘッダー", or: "`x-upstream-authorization`")),
        Setting(
            "MCP_UPSTREAM_SENT_AS",
            en: Words("`header`: the header in which they go on", or: "`authorization`"),
            ja: Words("`header`: API へ送るときのヘッダー", or: "`authorization`")),
        Setting(
            "MCP_ON_BEHALF_OF_HEADER",
            en: Words("`on-behalf-of`: the header that names the caller", or: "`x-on-behalf-of`"),
            ja: Words("`on-behalf-of`: 利用者名を入れるヘッダー", or: "`x-on-behalf-of`")),
        Setting(
            "MCP_ON_BEHALF_OF_CLAIM",
            en: Words("`on-behalf-of`: the claim of the token that is put there", or: "the caller's id here"),
            ja: Words("`on-behalf-of`: そこに入れるトークンのクレーム", or: "このサーバーでの利用者 ID")),
        Setting(
            "MCP_TOKEN_EXCHANGE_URL",
            en: Words("`exchange`: the token endpoint (RFC 8693), `https://`"),
            ja: Words("`exchange`: トークンエンドポイント（RFC 8693）。`https://` のみ")),
        Setting(
            "MCP_TOKEN_EXCHANGE_CLIENT_ID",
            en: Words("`exchange`: who we are there"),
            ja: Words("`exchange`: クライアント ID")),
        Setting(
            "MCP_TOKEN_EXCHANGE_CLIENT_SECRET",
            en: Words("`exchange`: and the secret"),
            ja: Words("`exchange`: クライアントシークレット")),
        Setting(
            "MCP_TOKEN_EXCHANGE_AUDIENCE",
            en: Words("`exchange`: for whom the token shall be", or: "none"),
            ja: Words("`exchange`: 求めるトークンの対象", or: "なし")),
        Setting(
            "MCP_TOKEN_EXCHANGE_SCOPE",
            en: Words("`exchange`: which scopes it shall have", or: "none"),
            ja: Words("`exchange`: 求めるスコープ", or: "なし")),
    ]
}
