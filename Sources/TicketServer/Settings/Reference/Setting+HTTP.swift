// Settings of the server over HTTP.

extension Setting {
    static let listening: [Setting] = [
        Setting(
            "MCP_HOST", option: "`--host`",
            en: Words("address; on another than loopback a key, a key file, a secret or OAuth is needed", or: "`127.0.0.1`"),
            ja: Words("アドレス。ループバック以外ではキー、キーファイル、シークレット、OAuth のいずれかが必要", or: "`127.0.0.1`")),
        Setting(
            "PORT", option: "`--port`",
            en: Words("port; 0 for any free one", or: "`8080`"),
            ja: Words("ポート。0 なら空いているもの", or: "`8080`")),
        Setting(
            nil, option: "`--port-range`",
            en: Words("the first free one of a range, `8000-8100`"),
            ja: Words("範囲の中で最初に空いているもの。`8000-8100`")),
        Setting(
            "MCP_PUBLIC_URL", option: "`--public-url`",
            en: Words("our address as clients see it, behind a proxy", or: "where we listen"),
            ja: Words("プロキシの外から見たアドレス", or: "待ち受けアドレス")),
        Setting(
            "MCP_ALLOWED_ORIGINS", option: "`--allow-origin`",
            en: Words(
                """
                pages that may talk to us (comma-separated; the option may be repeated); `*` for all
                """, or: "on loopback loopback pages, else none"),
            ja: Words("接続を許すページ（変数はカンマ区切り、オプションは繰り返し）。`*` ですべて", or: "ループバックではループバックのページ、ほかでは不可")),
        Setting(
            "MCP_ALLOWED_HOSTS", option: "`--allow-host`",
            en: Words(
                "names that we are reached under, in `Host`; probes need one of them too", or: "on loopback loopback names, else all"),
            ja: Words("`Host` として受け付ける名前。ヘルスチェックにも必要", or: "ループバックではループバック名、ほかではすべて")),
        Setting(
            nil, option: "`--tls-certificate`",
            en: Words("PEM file with the certificate chain", or: "plain HTTP"),
            ja: Words("証明書チェーンの PEM ファイル", or: "平文 HTTP")),
        Setting(
            nil, option: "`--tls-key`",
            en: Words("PEM file with its key"),
            ja: Words("秘密鍵の PEM ファイル")),
        Setting(
            "MCP_RATE_LIMIT",
            en: Words("calls a second of one caller, twice as many at once; 0 for no limit", or: "`50`"),
            ja: Words("利用者ごとの毎秒の呼び出し数。瞬間的にはその 2 倍まで。0 で無制限", or: "`50`")),
        Setting(
            "MCP_CLOUD_RUN_TIMEOUT",
            en: Words("seconds after which a stream ends by itself, 10 to 86400", or: "`840`"),
            ja: Words("ストリームが自ら終わるまでの秒数。10～86400", or: "`840`")),
        Setting(
            "MCP_CONSOLE", option: "`--console`",
            en: Words("`true`: the web console at `/console`, see [console.md](console.md)", or: "`false`; with `--demo` it is there"),
            ja: Words("`true`: `/console` で Web コンソールを開けるようにする。[console.md](console.md) を参照", or: "`false`。`--demo` では有効")),
    ]

    static let callers: [Setting] = [
        Setting(
            "MCP_MCP_API_KEY",
            en: Words("one key for all clients, in `x-api-key` or as Bearer; 16 characters at least", or: "none"),
            ja: Words("全クライアント共通のキー。`x-api-key` または Bearer。16 文字以上", or: "なし")),
        Setting(
            "MCP_SHARED_SECRET",
            en: Words("a Bearer secret of exactly 64 characters", or: "none"),
            ja: Words("ちょうど 64 文字の Bearer シークレット", or: "なし")),
        Setting(
            "SHARED_SECRET",
            en: Words("the same; both are valid, so that one can replace the other", or: "none"),
            ja: Words("同上。両方とも有効なので、無停止で入れ替えられる", or: "なし")),
        Setting(
            "MCP_KEYS_FILE", option: "`--file` (`keys`)",
            en: Words("keys of single clients, hashed, with scopes and tenants; read again on SIGHUP", or: "none"),
            ja: Words("クライアントごとのキー（ハッシュ、スコープ、テナント）。SIGHUP で再読み込み", or: "なし")),
        Setting(
            nil, option: "`--allow-anonymous`",
            en: Words("let everybody in, on other addresses than loopback too"),
            ja: Words("ループバック以外でも、誰でも受け入れる")),
        Setting(
            "MCP_TENANTS_FILE",
            en: Words(
                """
                YAML file of several organisations; needs `MCP_KEYS_FILE` or OAuth, and no `MCP_API_BASE_URL`; read again on \
                SIGHUP
                """, or: "none"),
            ja: Words(
                """
                複数組織の YAML ファイル。`MCP_KEYS_FILE` か OAuth が必要で、`MCP_API_BASE_URL` とは併用不可。SIGHUP で再読み込み
                """, or: "なし")),
    ]

    static let tokens: [Setting] = [
        Setting(
            "MCP_OAUTH_ENABLED",
            en: Words(
                """
                `true`: callers may come with access tokens. Where an issuer is named it must be said, `true` or `false`
                """, or: "`false`"),
            ja: Words("`true`: アクセストークンを受け付ける。発行者を指定したら `true` か `false` を明示する", or: "`false`")),
        Setting(
            "MCP_OAUTH_ISSUER",
            en: Words("issuers, comma-separated, exactly as their tokens name them"),
            ja: Words("発行者（カンマ区切り）。トークンに書かれているとおりに")),
        Setting(
            "MCP_OAUTH_PROVIDER",
            en: Words("`google` instead of an issuer"),
            ja: Words("発行者の代わりに `google`")),
        Setting(
            "MCP_OAUTH_AUDIENCE",
            en: Words("who we are to issuers, comma-separated, beside `MCP_PUBLIC_URL` and its endpoints"),
            ja: Words("発行者から見たこのサーバーの名前（カンマ区切り）。`MCP_PUBLIC_URL` に加えて")),
        Setting(
            "MCP_OAUTH_CLIENT_ID",
            en: Words("for opaque tokens, and for Google: our client"),
            ja: Words("不透明トークンの照会用、または Google のクライアント ID")),
        Setting(
            "MCP_OAUTH_CLIENT_SECRET",
            en: Words("for opaque tokens"),
            ja: Words("不透明トークンの照会用")),
        Setting(
            "MCP_OAUTH_INTROSPECTION_URL",
            en: Words("where they are looked up (RFC 7662)", or: "what the issuer's metadata names"),
            ja: Words("照会先（RFC 7662）", or: "発行者のメタデータの値")),
        Setting(
            "MCP_OAUTH_REQUIRED_SCOPES",
            en: Words("without all of these nobody comes in", or: "none"),
            ja: Words("すべて揃わないと接続できないスコープ", or: "なし")),
        Setting(
            "MCP_OAUTH_SCOPES",
            en: Words("what clients are told to ask for", or: "the required ones"),
            ja: Words("クライアントに要求を促すスコープ", or: "必須スコープ")),
        Setting(
            "MCP_OAUTH_TENANT_CLAIM",
            en: Words("the claim that names the caller's tenant; tokens without it are refused", or: "none"),
            ja: Words("テナントを示すクレーム。無いトークンは拒否", or: "なし")),
        Setting(
            "MCP_OAUTH_NETWORK",
            en: Words(
                """
                where issuers may be: `public`, `private` (our own network too), `loopback` (for tests)
                """, or: "`public`"),
            ja: Words("発行者の所在: `public`、`private`（社内ネットワークも）、`loopback`（テスト用）", or: "`public`")),
    ]

    static let events: [Setting] = [
        Setting(
            "MCP_EVENTS_API_KEY",
            en: Words(
                """
                the key for `GET /events/stream`, in `x-api-key` or as Bearer; with it no other lets in there; 16 characters \
                at least
                """, or: "who may read every ticket may watch"),
            ja: Words("`GET /events/stream` のキー。`x-api-key` または Bearer。設定するとほかのキーでは見られない。16 文字以上", or: "すべてのチケットを読める利用者")),
        Setting(
            "MCP_EVENTS_ADMIN_KEY",
            en: Words(
                "a second key, also for `GET /events/debug`; 16 characters at least", or: "who has the scope `admin` or `tickets:admin`"),
            ja: Words("`GET /events/debug` にも使えるもう一つのキー。16 文字以上", or: "スコープ `admin` か `tickets:admin` を持つ利用者")),
        Setting(
            "MCP_EVENTS_SECRET",
            en: Words(
                """
                what `POST /events` is signed with, 32 characters at least; without it that path is not there
                """, or: "none"),
            ja: Words("`POST /events` の署名に使うシークレット。32 文字以上。無ければこのパスは無い", or: "なし")),
        Setting(
            "MCP_EVENTS_SECRET_PREVIOUS",
            en: Words("the secret before it, which stays valid while senders change", or: "none"),
            ja: Words("一つ前のシークレット。送り手が替わるまで有効", or: "なし")),
    ]
}
