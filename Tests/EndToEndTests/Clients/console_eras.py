"""Every dialect and era in the console, against a server that has one of everything."""

import re
import sys

from console_page import Console, chromium
from playwright.sync_api import expect
from wire_recording import Recording

SESSIONS = ["2025-11-25", "2025-06-18", "2025-03-26"]
WAYS = [("stateless", "2026-07-28"), *(("session", revision) for revision in SESSIONS), ("sse", "2024-11-05"), ("secret", "2024-11-05"),
        ("connection", "2024-11-05")]
ASKS = {"2026-07-28", "2025-11-25", "2025-06-18"}


def says_who_it_is(console: Console, way: str, revision: str) -> None:
    console.connect(way, revision if way == "session" else None)
    about = console.page.locator(".about")
    expect(about).to_contain_text("everything 1.0.0")
    expect(about.locator("dd").filter(has_text=re.compile(f"^{revision}$"))).to_have_count(1)
    console.open("tools")
    expect(console.page.locator(".master-item")).to_have_count(38)


def shows_content(console: Console, revision: str) -> None:
    expect(console.call("test_simple_text")).to_contain_text("This is a simple text response for testing.")
    image = console.call("test_multiple_content_types").locator("img")
    assert image.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 1
    expect(console.page.locator(".resource .j-number")).to_have_text("123")
    expect(console.call("test_audio_content").locator("audio")).to_have_count(0 if revision == "2024-11-05" else 1)
    expect(console.call("test_error_handling", "error")).to_contain_text("intentionally returns an error")
    linked = console.call("test_resource_link")
    if revision not in ASKS:
        # Links are as old as questions; before, they are told as text.
        expect(linked).to_contain_text("test://static-text")
        return
    linked.get_by_role("button", name="Open").click()
    expect(console.page.locator(".panel .resource")).to_contain_text("This is the content of the static text resource.")


def shows_progress(console: Console, way: str) -> None:
    console.page.evaluate("window.shown.length = 0")
    outcome = console.call("test_tool_with_progress")
    shown = console.page.evaluate("window.shown")
    heard = outcome.locator(".frame-name").filter(has_text="notifications/progress")
    if way == "secret":
        # One answer and nothing before it: the dialect has no place for progress.
        expect(heard).to_have_count(0)
        assert shown == [], shown
    else:
        outcome.locator(".call-frames > summary").click()
        expect(heard).to_have_count(3)
        assert shown[-1] == 1 and 0.5 in shown and shown == sorted(shown), shown


def cancels(console: Console, way: str) -> None:
    panel = console.tool("slow_compute")
    panel.get_by_label("seconds").fill("3600")
    console.submit()
    expect(panel.get_by_role("progressbar")).to_be_visible()
    panel.get_by_role("button", name="Cancel").click()
    outcome = console.outcome("cancelled")
    expect(panel.get_by_role("button", name="Call")).to_be_focused()
    outcome.locator(".call-frames > summary").click()
    told = outcome.locator(".frame-name").filter(has_text="notifications/cancelled")
    # Elsewhere the end of the connection is what tells the server.
    expect(told).to_have_count(0 if way in ("stateless", "secret") else 1)
    # What came first is answered still.
    expect(console.call("test_simple_text")).to_contain_text("This is a simple text response")


def comes_back(console: Console, revision: str) -> None:
    """The server lets the connection go in the middle of the call; in the revision that has this the rest is fetched by GET."""
    outcome = console.call("test_reconnection")
    expect(outcome).to_contain_text("Reconnection test completed")
    outcome.locator(".call-frames > summary").click()
    expect(outcome.locator(".frame-name").filter(has_text="Last-Event-ID")).to_have_count(1 if revision == "2025-11-25" else 0)


def answers_questions(console: Console, revision: str) -> None:
    panel = console.tool("test_elicitation_sep1034_defaults")
    console.submit()
    if revision not in ASKS:
        expect(console.outcome("error")).to_contain_text("elicitation")
        return
    dialog = console.page.get_by_role("dialog")
    # Questions of 2025-06-18 have no defaults for numbers.
    expect(dialog.get_by_label("age")).to_have_value("" if revision == "2025-06-18" else "30")
    dialog.get_by_label("age").fill("many")
    dialog.get_by_role("button", name="Send answer").click()
    expect(dialog.locator(".field-error:visible")).to_have_text("This is not a number.")
    expect(dialog.get_by_label("age")).to_be_focused()
    dialog.get_by_label("age").fill("31")
    dialog.get_by_label("status").select_option(label="pending")
    dialog.get_by_role("button", name="Send answer").click()
    expect(console.outcome()).to_contain_text('action=accept, content={"name":"John Doe","age":31,"status":"pending","verified":true}')
    for button, action in [("Decline", "decline"), ("Cancel", "cancel")]:
        panel.locator("button[type=submit]").click()
        dialog.get_by_role("button", name=button).click()
        expect(console.outcome()).to_contain_text(f"action={action}")
    panel.locator("button[type=submit]").click()
    expect(dialog).to_be_visible()
    console.page.keyboard.press("Escape")
    expect(console.outcome()).to_contain_text("action=cancel")


def reads_resources(console: Console, way: str) -> None:
    panel = console.choose("resources", "test://static-binary")
    console.submit()
    expect(panel.locator("img")).to_have_count(1)
    panel = console.choose("resources", "test://template/{id}/data")
    console.submit()
    expect(panel.get_by_label("id")).to_be_focused()
    panel.get_by_label("id").fill("a b/ü")
    console.submit()
    expect(panel.locator(".resource .uri")).to_have_text("test://template/a%20b%2F%C3%BC/data")
    panel = console.choose("resources", "test://watched-resource")
    watch = panel.get_by_role("button", name="Watch")
    if way == "secret":
        expect(watch).to_have_count(0)
        return
    watch.click()
    expect(panel.get_by_role("status")).to_have_text("Watching for changes")
    console.open("frames")
    watched = console.page.locator(".frame-name").filter(has_text=re.compile("subscriptions/acknowledged|resources/subscribe"))
    expect(watched.first).to_be_visible()
    console.call("test_trigger_resource_update")
    console.open("resources")
    expect(console.page.locator(".panel").get_by_role("status")).to_contain_text("1 changes")
    watch.click()
    expect(watch).to_have_attribute("aria-pressed", "false")


def gets_prompts(console: Console) -> None:
    panel = console.choose("prompts", "test_prompt_with_arguments")
    panel.get_by_label("arg1").fill("test")
    expect(panel.locator("datalist").first.locator("option")).to_have_count(2)
    console.submit()
    expect(panel.get_by_label("arg2")).to_be_focused()
    panel.get_by_label("arg2").fill("日本")
    console.submit()
    expect(panel.locator(".messages")).to_contain_text("arg1='test', arg2='日本'")
    panel = console.choose("prompts", "test_prompt_with_image")
    console.submit()
    expect(panel.locator(".messages img")).to_have_count(1)


def hears_of_lists(console: Console, way: str) -> None:
    console.call("test_trigger_tool_change")
    console.open("frames")
    console.page.get_by_role("searchbox").fill("tools/list_changed")
    changed = console.page.locator(".frame-name").filter(has_text="notifications/tools/list_changed")
    expect(changed).to_have_count(0) if way == "secret" else changed.first.wait_for()
    console.page.get_by_role("searchbox").fill("")


def keeps_what_was_called(console: Console) -> None:
    console.open("history")
    row = console.page.locator(".history > li").filter(has_text="slow_compute").first
    row.get_by_role("button", name="Edit").click()
    expect(console.page.locator(".panel").get_by_label("seconds")).to_have_value("3600")
    console.open("history")
    rows = console.page.locator(".history > li").filter(has_text="test_simple_text")
    count = rows.count()
    rows.first.get_by_role("button", name="Replay").click()
    expect(console.outcome()).to_contain_text("This is a simple text response")
    console.open("history")
    expect(rows).to_have_count(count + 1)
    rows.first.locator("summary").first.click()
    expect(rows.first.locator(".outcome")).to_contain_text("This is a simple text response")


def counts(console: Console) -> None:
    console.open("monitor")
    page = console.page
    calls = int(page.locator(".figure").first.inner_text())
    expect(page.get_by_role("img")).to_have_count(4)
    assert page.locator("rect.bar").count() > 0 and page.locator("circle.dot").count() > 0
    row = page.locator("tbody tr").filter(has_text="slow_compute")
    expect(row.locator("td").nth(1)).to_have_text("0")
    expect(page.locator("tbody tr").filter(has_text="test_error_handling").locator("td").nth(1)).to_have_text("1")
    expect(page.locator(".tile").nth(3)).to_contain_text("on the server")
    console.call("test_simple_text")
    console.open("monitor")
    assert int(page.locator(".figure").first.inner_text()) == calls + 1


def holds_frames(console: Console) -> None:
    page = console.page
    console.open("frames")
    rows = page.locator(".frames > li")
    page.get_by_role("button", name="Pause").click()
    console.call("test_simple_text")
    console.open("frames")
    before = rows.count()
    page.get_by_role("button", name="Go on").click()
    assert rows.count() > before
    page.get_by_label("Direction").select_option("out")
    expect(page.locator(".frame.in")).to_have_count(0)
    row = page.locator(".frame").filter(has_text="tools/call").first
    row.locator("summary").click()
    row.get_by_role("button", name="Copy").click()
    expect(row.get_by_role("button", name="Copied")).to_be_visible()
    assert '"method":"tools/call"' in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(0)
    page.get_by_label("Direction").select_option("all")


def leaves(console: Console) -> None:
    console.open("connect")
    console.page.get_by_role("button", name="Disconnect").click()
    console.page.locator(".pill[data-state=closed]").wait_for()
    console.open("tools")
    expect(console.page.locator("main")).to_contain_text("Connect to a server first.")


def main(base: str) -> None:
    with chromium() as browser:
        for way, revision in WAYS:
            print(f"{way} {revision}", file=sys.stderr)
            with Console(browser, base) as console:
                says_who_it_is(console, way, revision)
                shows_content(console, revision)
                shows_progress(console, way)
                cancels(console, way)
                comes_back(console, revision)
                answers_questions(console, revision)
                reads_resources(console, way)
                gets_prompts(console)
                hears_of_lists(console, way)
                keeps_what_was_called(console)
                counts(console)
                holds_frames(console)
                leaves(console)


with Recording() as recording:
    main(recording.relay(sys.argv[1]))
print("done")
