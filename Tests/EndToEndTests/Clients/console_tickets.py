"""The console of the ticket server: its forms, its languages and colors, small screens, keyboards; and a key that goes nowhere else.

    console_tickets.py ADDRESS KEY
"""

import sys

from console_checks import check_keyboard, check_view
from console_page import Console, chromium
from playwright.sync_api import Browser, expect
from wire_recording import Recording

VIEWS = ["connect", "tools", "resources", "prompts", "events", "monitor", "history", "frames"]
# Texts of one language that must not stand where the other is read. Names of tools and what servers say have one language only.
FOREIGN = {"ja-JP": "english", "en-US": "japanese"}


def asks_for_the_key(browser: Browser, base: str, key: str) -> None:
    with Console(browser, base) as console:
        page = console.page
        console.begin("stateless")
        expect(page.get_by_role("alert")).to_contain_text("The server asks for a key")
        console.expect_refusals(401)
        console.begin("session", key=("bearer", key + "x"))
        expect(page.get_by_role("alert")).to_contain_text("HTTP 401")
        console.expect_refusals(401)
        for way in ["stateless", "session", "sse", "secret", "connection"]:
            console.connect(way, key=("api-key", key))
        console.connect("stateless", key=("bearer", key))
        assert "••" not in page.locator("#key").input_value() and page.locator("#key").get_attribute("type") == "password"
        kept = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.state])"
        assert key not in page.evaluate(kept)
        page.get_by_label("Keep it for this tab").check()
        console.connect("stateless", key=("api-key", key))
        assert key in page.evaluate("sessionStorage.getItem('mcp-console.key')") and page.evaluate("localStorage.length") == 0
        console.open("frames")
        page.get_by_role("button", name="Copy all").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        assert key not in page.evaluate("navigator.clipboard.readText()") + page.content()
        page.reload()
        console.open("connect")
        assert page.locator("#key").input_value() == key
        page.get_by_label("Keep it for this tab").uncheck()
        page.locator("form button[type=submit]").click()
        page.locator(".pill[data-state=open]").wait_for()
        assert page.evaluate("sessionStorage.length") == 0
        assert not [url for url in console.requests if key in url]


def fills_forms(browser: Browser, base: str, key: str) -> None:
    with Console(browser, base) as console:
        page = console.page
        console.connect("stateless", key=("api-key", key))
        panel = console.tool("get_ticket_list")
        panel.get_by_text("more fields").click()
        panel.get_by_label("limit").fill("1000")
        panel.get_by_label("include_total").select_option("Yes")
        console.submit()
        error = panel.locator(".field-error:visible")
        expect(error).to_have_text("It must not be above 100.")
        expect(panel.get_by_label("limit")).to_be_focused()
        assert panel.get_by_label("limit").get_attribute("aria-invalid") == "true"
        panel.get_by_label("limit").fill("3")
        status = panel.get_by_role("group", name="status_group")
        status.get_by_label("open").check()
        priority = panel.get_by_role("group", name="tag")
        priority.get_by_role("button", name="Add").click()
        page.keyboard.type("vpn")
        panel.get_by_role("button", name="Remove tag 1").click()
        console.submit()
        outcome = console.outcome()
        expect(outcome.locator(".text")).to_contain_text("3 of 20 tickets")
        expect(outcome.locator("tbody tr")).to_have_count(3)
        expect(outcome.locator("thead")).to_contain_text("number")
        outcome.get_by_text("Structured content").click()
        expect(outcome.locator(".json").first).to_contain_text('"items"')
        panel.get_by_role("button", name="JSON").click()
        raw = panel.get_by_label("Arguments as JSON")
        assert '"status_group": [\n    "open"\n  ]' in raw.input_value() and '"include_total": true' in raw.input_value(), raw.input_value()
        raw.fill('{"limit": 2,')
        console.submit()
        expect(panel.locator(".field-error:visible")).to_contain_text("This is not JSON")
        raw.fill('{"limit": 2, "query": "VPN"}')
        console.submit()
        expect(console.outcome().locator("tbody tr")).to_have_count(2)
        panel.get_by_role("button", name="Form").click()
        assert panel.get_by_label("query").input_value() == "VPN"

        panel = console.tool("update_ticket")
        console.submit()
        expect(panel.locator(".field-error:visible").first).to_have_text("Fill this in.")
        expect(panel.get_by_role("textbox", name="ticket")).to_be_focused()
        panel.get_by_role("textbox", name="ticket").fill("T-000002")
        panel.get_by_label("expected_version").fill("latest")
        panel.get_by_role("group", name="set").get_by_label("priority").select_option("urgent")
        console.submit()
        expect(console.outcome()).to_contain_text("T-000002")

        page.evaluate("window.shown.length = 0")
        console.tool("export_tickets")
        console.submit()
        outcome = console.outcome()
        shown = page.evaluate("window.shown")
        assert shown and shown[-1] == 1, shown
        outcome.get_by_role("button", name="Open").click()
        expect(page.locator(".panel .resource")).to_contain_text("T-000001")
        console.call("get_ticket_statistics").locator("img").wait_for()


def markup_stays_text(browser: Browser, base: str, key: str) -> None:
    """What people write is shown as they wrote it, wherever it appears; the page would else ask for the image, or break its own policy."""
    markup = '<img src="/console/x" onerror="document.title=1"><svg onload="document.title=2"><a href="javascript:document.title=3">x</a>'
    with Console(browser, base) as console:
        page = console.page
        console.connect("stateless", key=("api-key", key))
        panel = console.tool("create_ticket")
        panel.get_by_role("textbox", name="title").fill(markup)
        panel.get_by_role("textbox", name="description").fill(markup)
        console.submit()
        console.outcome()
        page.locator(".call-frames > summary").click()
        page.locator(".call-frames .frame > summary").last.click()
        panel = console.tool("get_ticket_list")
        panel.get_by_role("textbox", name="query").fill("onerror")
        console.submit()
        expect(console.outcome()).to_contain_text(markup)
        for view in ["history", "frames"]:
            console.open(view)
            page.locator("main summary").first.click()
            assert page.locator("main img, main a[href^=javascript], main svg[onload]").count() == 0
        assert page.title() == "Frames – MCP Console"


def draws_views(browser: Browser, base: str, key: str, language: str, scheme: str, width: int) -> None:
    what = f"{language} {scheme} {width}"
    with Console(browser, base, path="/mcp_sse_example.html", language=language, scheme=scheme, width=width) as console:
        page = console.page
        texts = check_view(page, f"{what} before")
        console.connect("session", "2025-11-25", ("api-key", key))
        console.call("get_ticket_list")
        page.locator(".call-frames > summary").click()
        page.locator(".call-frames .frame > summary").first.click()
        texts += check_view(page, f"{what} outcome")
        console.tool("update_ticket")
        console.submit()
        texts += check_view(page, f"{what} errors")
        console.choose("resources", "ticket-meta://statuses")
        console.submit()
        page.locator(".panel .resource").wait_for()
        console.choose("prompts", "daily_summary")
        console.submit()
        page.locator(".messages").wait_for()
        for view in VIEWS:
            console.open(view)
            texts += check_view(page, f"{what} {view}")
            other = page.evaluate(
                """async (foreign) => {
                    const [{ english }, { japanese }] = await Promise.all([import("/console/words-en.js"), import("/console/words-ja.js")]);
                    const [wrong, right] = foreign === "english" ? [english, japanese] : [japanese, english];
                    const same = new Set(Object.values(right));
                    const words = new Set(Object.values(wrong).filter((text) => !same.has(text)));
                    const read = [...document.querySelectorAll("main *, nav *")].filter((one) => one.checkVisibility() && !one.closest(".panel, code, pre, .master-item"));
                    const keys = new Set(Object.keys(right).filter((key) => key.includes("_")));
                    return read.flatMap((one) => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()))
                        .filter((text) => words.has(text) || keys.has(text));
                }""", FOREIGN[language])
            assert not other, (what, view, other)
        if width > 1000:
            for view in ["connect", "tools", "events", "frames"]:
                console.open(view)
                assert check_keyboard(page, f"{what} {view}") > 12
        assert texts > 500, texts


def changes_its_language(browser: Browser, base: str, key: str) -> None:
    with Console(browser, base, language="ja-JP") as console:
        page = console.page
        expect(page.locator("html")).to_have_attribute("lang", "ja")
        expect(page.get_by_role("heading", level=1)).to_have_text("接続")
        console.connect("stateless", key=("api-key", key))
        panel = console.tool("create_ticket")
        panel.get_by_label("title").fill("画面が映らない")
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_role("heading", level=1)).to_have_text("Tools")
        expect(panel.get_by_role("button", name="Call")).to_be_visible()
        assert page.title() == "Tools – MCP Console"
        # What was written stays written.
        assert panel.get_by_label("title").input_value() == "画面が映らない"
        page.get_by_role("button", name="日本語").click()
        expect(panel.get_by_role("button", name="呼び出す")).to_be_visible()


def main(base: str, key: str) -> None:
    with chromium() as browser:
        asks_for_the_key(browser, base, key)
        fills_forms(browser, base, key)
        markup_stays_text(browser, base, key)
        changes_its_language(browser, base, key)
        for language, scheme, width in [("en-US", "light", 1280), ("ja-JP", "dark", 1280), ("ja-JP", "light", 360), ("en-US", "dark", 360)]:
            draws_views(browser, base, key, language, scheme, width)


with Recording() as recording:
    main(recording.relay(sys.argv[1]), sys.argv[2])
print("done")
