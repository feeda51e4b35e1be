"""The console in headless Chromium, through Playwright: what a reader of the page does, and what must never happen on it."""

import shutil
import sys
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

TIME = 20_000
expect.set_options(timeout=TIME)
# What the page is told to do before anything of it runs: to note violations of its policy, and what progress bars have shown.
NOTES = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
window.shown = [];
new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof HTMLProgressElement && target.position >= 0) window.shown.push(target.position);
}).observe(document, { attributes: true, attributeFilter: ["value", "max"], subtree: true });
"""


@contextmanager
def chromium():
    program = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if not program:
        sys.exit("no Chromium and no Chrome on the PATH; `make test` installs one where it can")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"])
        try:
            yield browser
        finally:
            browser.close()


class Console:
    """One tab. At its end nothing may have been written to the browser's console, and nothing may have broken the page's policy."""

    def __init__(self, browser: Browser, base: str, *, path: str = "/console", width: int = 1280, language: str = "en-US", scheme: str = "light") -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme, reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"])
        self.context.set_default_timeout(TIME)
        self.context.add_init_script(NOTES)
        self.base = base
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.faults.append(f"{message.type}: {message.text}") if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.faults.append(f"{error.message} {error.stack}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(base + path)
        self.page.locator("h1").wait_for()

    def __enter__(self) -> "Console":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            print(f"at {self.page.url}: {self.page.locator('main').inner_text()[:3_000]}\n{self.faults}", file=sys.stderr)
        else:
            self.faults += self.page.evaluate("window.violations")
            strangers = [url for url in self.requests if not url.startswith((self.base + "/", "data:"))]
            assert not self.faults and not strangers, (self.faults, strangers)
        self.context.close()

    def expect_refusals(self, *statuses: int) -> None:
        """A browser writes refused requests to its console; those that were provoked are no faults."""
        for status in statuses:
            fault = next(fault for fault in self.faults if f"status of {status} " in fault)
            self.faults.remove(fault)

    def open(self, view: str) -> None:
        self.page.locator(f"nav a[href='#{view}']").click()
        expect(self.page.locator("main")).to_have_attribute("data-view", view)

    def connect(self, way: str, revision: str | None = None, key: tuple[str, str] | None = None) -> None:
        self.begin(way, revision, key)
        self.page.locator(".pill[data-state=open]").wait_for()

    def begin(self, way: str, revision: str | None = None, key: tuple[str, str] | None = None) -> None:
        self.open("connect")
        self.page.locator(f"input[name=way][value={way}]").check()
        if revision:
            self.page.locator("#revision").select_option(revision)
        manner, text = key or ("none", "")
        self.page.locator("#manner").select_option(manner)
        if key:
            self.page.locator("#key").fill(text)
        self.page.locator("form button[type=submit]").click()

    def choose(self, view: str, key: str) -> Locator:
        """@returns the panel of a tool, a resource or a prompt."""
        self.open(view)
        if self.page.locator(".back:visible").count():
            self.page.locator(".back:visible").click()
        self.page.locator(f'.master-item[data-key="{key}"]').click()
        return self.page.locator(".panel")

    def tool(self, name: str) -> Locator:
        return self.choose("tools", name)

    def submit(self) -> None:
        self.page.locator(".panel form button[type=submit]").click()

    def outcome(self, kind: str = "done") -> Locator:
        place = self.page.locator(".panel > .outcome-place")
        expect(place.locator(".outcome-head [data-outcome]")).to_have_attribute("data-outcome", kind)
        return place

    def call(self, name: str, kind: str = "done") -> Locator:
        self.tool(name)
        self.submit()
        return self.outcome(kind)
