"""What every view of the console owes to those who do not see it, do not point at it, or have a small screen."""

from playwright.sync_api import Page

# WCAG 2.2: names (4.1.2), labels (3.3.2), landmarks and headings (1.3.1, 2.4.6), contrast (1.4.3), reflow (1.4.10), target size (2.5.8).
RULES = r"""
() => {
    const faults = [];
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
    const all = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
    const describe = (element) => `${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""}.${element.className?.baseVal ?? element.className} ` +
        `"${(element.textContent ?? "").trim().slice(0, 40)}"`;
    const fault = (rule, element, more = "") => faults.push(`${rule}: ${describe(element)} ${more}`);
    const byIDs = (ids) => ids.split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));

    // Names.
    const nameOf = (element) => element.getAttribute("aria-label")?.trim()
        || byIDs(element.getAttribute("aria-labelledby") ?? "").map((one) => one?.textContent ?? "").join(" ").trim()
        || [...(element.labels ?? [])].map((label) => label.textContent).join(" ").trim()
        || (["BUTTON", "A", "SUMMARY"].includes(element.tagName) ? element.textContent.trim() : "");
    for (const element of all("input, select, textarea, button, a, summary, progress, dialog, [role=img], [role=region], [role=group], nav")) {
        if (!nameOf(element)) fault("no name", element);
    }
    for (const image of all("img")) if (!image.alt) fault("no alternative", image);
    for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "for"]) {
        for (const element of document.querySelectorAll(`[${attribute}]`)) {
            if (byIDs(element.getAttribute(attribute)).includes(null)) fault(`${attribute} leads nowhere`, element);
        }
    }
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) faults.push(`id ${id} stands twice`);
    for (const element of all("[tabindex]")) if (element.tabIndex > 0) fault("an order of its own", element);

    // Structure.
    if (!["en", "ja"].includes(document.documentElement.lang)) faults.push("the language is not told");
    for (const [selector, count] of [["main", 1], ["body > header", 1], ["h1", 1]]) if (all(selector).length !== count) faults.push(`${all(selector).length} ${selector}`);
    const landmarks = all("nav").map(nameOf);
    if (new Set(landmarks).size !== landmarks.length) faults.push(`landmarks of one name: ${landmarks}`);
    let level = 0;
    for (const heading of all("main h1, main h2, main h3, main h4")) {
        const next = Number(heading.tagName[1]);
        if (next > level + 1) fault("a level of headings is left out", heading);
        level = next;
    }
    for (const item of all("li")) if (!["UL", "OL"].includes(item.parentElement.tagName)) fault("an item of no list", item);
    if (all("[aria-current=page]").length !== 1) faults.push("the view is not marked in the navigation");

    // What scrolls must be reachable by keyboard.
    for (const element of all("pre, div")) {
        const style = getComputedStyle(element);
        const scrolls = ["auto", "scroll"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
        if (scrolls && element.tabIndex < 0 && !element.querySelector("a, button, input, summary, [tabindex='0']")) fault("scrolls, but not by keyboard", element);
    }

    // Contrast of every text with what lies under it.
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const rgba = (color) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], under) => [r * a + under[0] * (1 - a), g * a + under[1] * (1 - a), b * a + under[2] * (1 - a), 1];
    const ground = (element) => {
        const layers = [];
        for (let one = element; one; one = one.parentElement) {
            const color = rgba(getComputedStyle(one).backgroundColor);
            layers.push(color);
            if (color[3] === 1) break;
        }
        return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
    };
    const light = (color) => {
        const [r, g, b] = color.slice(0, 3).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (first, second) => {
        const [bright, dark] = [light(first), light(second)].sort((a, b) => b - a);
        return (bright + 0.05) / (dark + 0.05);
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const checked = new Set();
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || checked.has(element) || !isShown(element) || element.closest(":disabled, script, noscript, .visually-hidden")) continue;
        checked.add(element);
        const style = getComputedStyle(element);
        const under = ground(element);
        const color = over(rgba(element instanceof SVGElement ? style.fill : style.color), under);
        const size = parseFloat(style.fontSize);
        const least = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700 ? 3 : 4.5;
        const ratio = contrast(color, under);
        if (ratio < least) fault("contrast", element, ratio.toFixed(2));
    }
    // Edges of fields tell where to write.
    for (const field of all("input:not([type=checkbox], [type=radio]), select, textarea")) {
        const ratio = contrast(rgba(getComputedStyle(field).borderTopColor), ground(field.parentElement));
        if (ratio < 3) fault("contrast of the edge", field, ratio.toFixed(2));
    }

    // Size of what is pressed, and of the page.
    for (const element of all("button, nav a, summary, input, select")) {
        const box = (element.closest("label") ?? element).getBoundingClientRect();
        if (Math.min(box.width, box.height) < 24 && !element.closest("p")) {
            if (!(element.tagName === "SUMMARY" && box.height >= 20)) fault("too small to press", element, `${box.width} x ${box.height}`);
        }
    }
    for (const element of [document.documentElement, document.querySelector("main"), ...all(".detail, .card, .panel")]) {
        if (element.scrollWidth > element.clientWidth + 1) fault("wider than its place", element, `${element.scrollWidth} > ${element.clientWidth}`);
    }
    return { faults, texts: checked.size };
}
"""

FOCUSED = """
() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const shows = (one) => one && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
    window.numbers ??= new Map();
    if (!window.numbers.has(element)) window.numbers.set(element, window.numbers.size);
    return { number: window.numbers.get(element), isSeen: shows(element) || shows(element.closest(".way")), text: element.outerHTML.slice(0, 120) };
}
"""


def check_view(page: Page, what: str) -> int:
    """@returns how many texts were looked at."""
    found = page.evaluate(RULES)
    assert not found["faults"], f"{what}:\n" + "\n".join(found["faults"][:30])
    return found["texts"]


def check_keyboard(page: Page, what: str, most: int = 400) -> int:
    """Goes through the page with the Tab key until it comes round: everything on the way must show that it has the focus.

    @returns how many places there are.
    """
    page.evaluate("() => { document.activeElement?.blur(); window.numbers = new Map(); }")
    seen: list[int] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUSED)
        if place is None:
            # The end of the page; the next press begins anew.
            continue
        if seen and place["number"] == seen[0]:
            return len(seen)
        assert place["number"] not in seen, f"{what}: the keyboard is trapped at {place['text']}"
        assert place["isSeen"], f"{what}: nothing shows that this has the focus: {place['text']}"
        seen.append(place["number"])
    raise AssertionError(f"{what}: no end after {most} places")
