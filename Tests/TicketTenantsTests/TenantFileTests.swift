import HTTPFetch
import MCPCore
import MCPTransportHTTP
import Testing
import TicketServer
import TicketTools

@testable import TicketTenants

@Suite struct TenantFileTests {
    private func read(_ text: String, hosts: [String]? = nil) throws -> [Tenant] {
        var settings = try TwoTenants.settings()
        settings.upstream.hosts = try hosts.map { try UpstreamHosts($0) }
        return try TenantFile(
            text, path: "tenants.yaml", settings: settings, limits: HTTPLimits(),
            environment: EnvironmentVariables(["ACME_KEY": "k-1", "EMPTY": "", "RAW": "${KEY}"])
        ).tenants
    }

    @Test func everythingThatATenantCanSay() throws {
        let tenants = try read(
            """
            tenants:
              acme:
                title: "Acme: 窓口"
                introduction: Be brief.
                base_url: https://desk.acme.example/api/
                time_zone: Asia/Tokyo
                show_email: true
                identity:
                  issuer: https://login.acme.example
                  claim: {name: org, value: "007"}
                upstream: {auth: on-behalf-of, api_key_env: ACME_KEY, on_behalf_of_header: X-User, on_behalf_of_claim: email}
                limits: {calls_per_second: 5, burst: 7, sessions: 8, sessions_per_caller: 9, streams: 10}
                tools:
                  {read_only: true, toolsets: [tickets], allow: [get_ticket_list], deny: [get_users], confirm: destructive,
                  confirm_fallback: allow, scopes: [update_ticket=tickets:admin]}
            """)
        let acme = try #require(tenants.first)
        #expect(acme.id == "acme" && acme.title == "Acme: 窓口" && acme.introduction == "Be brief.")
        #expect(acme.configuration.baseURL?.text == "https://desk.acme.example/api" && acme.configuration.zone.description == "+09:00")
        #expect(acme.configuration.showsEmail && acme.configuration.apiKey?.reveal() == "k-1")
        #expect(acme.identity.issuer == "https://login.acme.example" && acme.identity.claim?.value == "007", "a text, and no number")
        #expect(acme.upstream.mode == .onBehalfOf && acme.upstream.onBehalfOfHeader == "x-user")
        #expect(acme.limits.callsPerSecond == 5 && acme.limits.callBurst == 7 && acme.limits.sessions == 8 && acme.limits.streams == 10)
        #expect(acme.safety.restrictions.isReadOnly && acme.safety.confirmation.scope == .destructive)
        #expect(acme.safety.scopes == ["update_ticket": ["tickets:admin"]])
    }

    @Test(arguments: [
        ("tenants: {Acme: {base_url: 'https://x.example'}}", "Acme is no name of a tenant"),
        ("tenants: {acme: {}}", "tenants.acme.base_url is missing"),
        ("tenants: {acme: {base_url: 'ftp://x'}}", "tenants.acme.base_url"),
        ("tenants: {acme: {base_url: 'https://x.example', reed_only: true}}", "tenants.acme.reed_only is not known here"),
        ("tenants: {acme: {base_url: 'https://x.example', tools: {read_only: yes please}}}", "must be true or false"),
        ("tenants: {acme: {base_url: 'https://x.example', tools: {deny: [get_everything]}}}", "\"get_everything\" is no tool"),
        ("tenants: {acme: {base_url: 'https://x.example', tools: {toolsets: [ticket]}}}", "\"ticket\" is no toolset"),
        ("tenants: {acme: {base_url: 'https://x.example', tools: {confirm: sometimes}}}", "must be one of never, destructive, all-writes"),
        ("tenants: {acme: {base_url: 'https://x.example', upstream: {api_key: canary}}}", "api_key is not known here"),
        ("tenants: {acme: {base_url: 'https://x.example', upstream: {api_key_env: MISSING}}}", "names no variable"),
        ("tenants: {acme: {base_url: 'https://x.example', upstream: {api_key_env: EMPTY}}}", "is empty"),
        ("tenants: {acme: {base_url: 'https://x.example', upstream: {api_key_env: RAW}}}", "is empty, or holds"),
        ("tenants: {acme: {base_url: 'https://x.example', upstream: {api_key_file: /nowhere/at/all}}}", "names no file"),
        ("tenants: {acme: {base_url: 'https://x.example', limits: {sessions: 0}}}", "must be a number from 1"),
        ("tenants: {acme: {base_url: 'https://x.example', limits: {sessions: many}}}", "must be a number from 1"),
        ("tenants: {acme: {base_url: 'https://x.example'}, acme: {base_url: 'https://y.example'}}", "acme"),
        ("tenants: {acme: [1]}", "must be a mapping"), ("tenants: [acme]", "must be a mapping"), ("[]", "must be a mapping"),
        ("tenants: {acme: {base_url: 'https://x.example'}}\nmore: 1", "more is not known here"), ("a: &a [*a]", "tenants.yaml"),
        (
            "tenants: {a: {base_url: 'https://x.example', identity: {issuer: i}}, b: {base_url: 'https://y.example', identity: {issuer: i}}}",
            "is that of another tenant"
        ),
    ])
    func whatCannotBeUsedIsRefusedWithItsPlace(_ text: String, _ words: String) {
        let error = #expect(throws: SettingError.self) { _ = try read(text) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("canary") == false)
    }

    @Test func onlyAllowedHostsAreCalled() throws {
        let text = "tenants: {acme: {base_url: 'http://169.254.169.254/latest'}}"
        #expect(try read(text).count == 1)
        #expect(throws: SettingError.self) { _ = try read(text, hosts: [".desk.example"]) }
        #expect(try read("tenants: {acme: {base_url: 'https://a.desk.example'}}", hosts: [".desk.example"]).count == 1)
    }

    @Test func everySettingIsPartOfTheFingerprint() throws {
        let plain = "base_url: 'https://x.example'"
        let variants = [
            plain, "base_url: 'https://y.example'", plain + ", title: a", plain + ", introduction: a", plain + ", time_zone: Asia/Tokyo",
            plain + ", show_email: true", plain + ", identity: {issuer: a}", plain + ", identity: {claim: {name: a, value: b}}",
            plain + ", upstream: {auth: header}", plain + ", upstream: {api_key_env: ACME_KEY}", plain + ", upstream: {header: a}",
            plain + ", limits: {sessions: 5}", plain + ", limits: {streams: 5}", plain + ", tools: {read_only: true}",
            plain + ", tools: {deny: [get_users]}", plain + ", tools: {allow: [get_users]}", plain + ", tools: {toolsets: []}",
            plain + ", tools: {confirm: destructive}", plain + ", tools: {scopes: ['get_users=a']}",
        ]
        let prints = try variants.map { try #require(try read("tenants: {acme: {\($0)}}").first).fingerprint }
        #expect(Set(prints).count == variants.count)
        #expect(try read("tenants: {acme: {\(plain)}}").first?.fingerprint == prints[0])
    }
}

@Suite struct KeyTests {
    private func request(_ headers: [(String, String)]) -> AuthRequest {
        AuthRequest(channel: .http(method: "POST", path: "/mcp"), headers: headers)
    }

    @Test func aKeyHas256RandomBitsAndIsNotInItsFile() throws {
        let folder = try Folder()
        var file = KeyFile()
        let keys = try (0..<20).map { _ in try file.add(tenant: nil, scopes: [], note: "of Taro") }
        #expect(Set(keys).count == 20)
        for key in keys { #expect(Base64URL.decode(key.suffix(43).utf8)?.count == 32) }
        try file.write(folder.file("keys.json"))
        let text = try folder.read("keys.json")
        for key in keys { #expect(!text.contains(key.suffix(43)) && !text.contains(key)) }
        // The salt makes two files of one key differ.
        let key = try #require(AccessKey(keys[0]))
        #expect(KeyHash(of: key) != KeyHash(of: key))
        #expect(KeyHash(of: key).fits(key))
    }

    @Test func onlyTheWholeKeyLetsIn() throws {
        let folder = try Folder()
        var file = KeyFile()
        let (first, second) = (
            try file.add(tenant: nil, scopes: ["tickets:read"], note: nil), try file.add(tenant: nil, scopes: [], note: nil)
        )
        try file.write(folder.file("keys.json"))
        let ring = try KeyRing(path: folder.file("keys.json"))
        for headers in [[("x-api-key", first)], [("Authorization", "bearer \(first)")]] {
            let principal = try ring.identify(request(headers))
            #expect(principal.scopes == ["tickets:read"] && !first.contains(principal.id) && !principal.id.contains(first.suffix(43)))
        }
        #expect(try ring.identify(request([("x-api-key", second)])).id != ring.identify(request([("x-api-key", first)])).id)
        let mixed = first.prefix(21) + second.suffix(43)
        var flipped = Array(first.utf8)
        flipped[30] ^= 1
        for wrong in [
            String(mixed), String(decoding: flipped, as: UTF8.self), String(first.dropLast()), first + "A", "", "tmk_", first.uppercased(),
        ] {
            #expect(throws: AuthError.self) { _ = try ring.identify(request([("x-api-key", wrong)])) }
        }
        #expect(throws: AuthError.self) { _ = try ring.identify(request([("x-api-key", first), ("x-api-key", second)])) }
    }

    @Test func aKeyOfATenantIsGoodForNothingWhereThereAreNone() throws {
        let folder = try Folder()
        var file = KeyFile()
        let key = try file.add(tenant: "acme", scopes: [], note: nil)
        try file.write(folder.file("keys.json"))
        let ring = try KeyRing(path: folder.file("keys.json"))
        #expect(throws: AuthError.self) { _ = try ring.identify(request([("x-api-key", key)])) }
        #expect(try ring.match(request([("x-api-key", key)])).tenant == "acme")
    }

    @Test(arguments: [
        "{", "[]", "{}", #"{"keys":[{}]}"#, #"{"keys":[{"id":"a","hash":"md5:a:b","created":"x"}]}"#,
        #"{"keys":[{"id":"a","hash":"sha256:AAAA:AAAA","created":"x"}]}"#,
    ])
    func aFileThatIsNoneIsRefused(_ text: String) throws {
        let folder = try Folder()
        try folder.write("keys.json", text)
        #expect(throws: SettingError.self) { _ = try KeyRing(path: folder.file("keys.json")) }
        #expect(throws: SettingError.self) { _ = try KeyRing(path: folder.file("other.json")) }
    }
}
