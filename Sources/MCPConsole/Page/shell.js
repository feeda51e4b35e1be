// What stands around every view: the head with the connection and the language, and the way to the views.
import { button, fill, h } from "./dom.js";
import { icon } from "./icon.js";
import { currentLanguage, tr } from "./phrase.js";

export class Shell {
  /** @param views of `{name, element, shown, hidden}` in the order of the navigation */
  constructor(app, views, dialog) {
    this.app = app;
    this.views = views;
    this.pill = h("a", { class: "pill", href: "#connect" });
    this.live = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
    this.languages = [["en", "EN", "English"], ["ja", "日本語", "日本語"]].map(([code, short, name]) => button(short, () => app.speak(code),
      { lang: code, title: name, "aria-label": name, "aria-pressed": String(currentLanguage() === code) }));
    this.links = new Map(views.map(({ name }) => [name, h("a", { href: `#${name}` }, icon(name), h("span", {}, tr(name)))]));
    this.title = h("h1", { tabIndex: -1 });
    this.main = h("main", { id: "main", tabIndex: -1 });
    document.body.replaceChildren(
      h("a", { class: "skip", href: "#main", on: { click: (event) => { event.preventDefault(); this.main.focus(); } } }, tr("skip")),
      h("header", { class: "top" },
        h("span", { class: "mark", "aria-hidden": "true" }), h("span", { class: "brand" }, "MCP Console"), h("span", { class: "grow" }), this.pill,
        h("div", { class: "segmented", role: "group", "aria-label": tr("language") }, this.languages)),
      h("nav", { class: "side", "aria-label": tr("views") }, h("ul", {}, [...this.links.values()].map((link) => h("li", {}, link)))),
      this.main, this.live, dialog);
    addEventListener("hashchange", () => this.route(true));
    app.addEventListener("connection", () => this.refresh());
    app.addEventListener("language", () => this.speak());
    this.refresh();
    this.route(false);
  }

  go(name) {
    if (location.hash === `#${name}`) this.route(true);
    else location.hash = name;
  }

  route(movesFocus) {
    const name = location.hash.slice(1);
    const view = this.views.find((one) => one.name === name) ?? this.views[0];
    if (view === this.current) return;
    this.current?.view.hidden?.();
    this.current = view;
    for (const [key, link] of this.links) {
      if (key === view.name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    this.links.get(view.name).scrollIntoView({ block: "nearest", inline: "center" });
    fill(this.title, tr(view.name));
    fill(this.main, h("div", { class: "view-head" }, this.title, h("p", { class: "muted" }, tr(`${view.name}_lead`))), view.view.element);
    this.main.dataset.view = view.name;
    view.view.shown?.();
    document.title = `${tr(view.name)} – MCP Console`;
    if (movesFocus) this.title.focus({ preventScroll: true });
  }

  refresh() {
    const { client } = this.app;
    const state = client?.state ?? "closed";
    this.pill.dataset.state = state;
    const name = client?.server ? `${client.server.title ?? client.server.name} · ${client.revision}` : "";
    fill(this.pill, h("span", { class: "lamp", "aria-hidden": "true" }), h("span", { class: "pill-state" }, tr(`state_${state}`)), state === "open" ? h("span", { class: "pill-name" }, name) : null);
  }

  speak() {
    for (const [index, code] of ["en", "ja"].entries()) this.languages[index].setAttribute("aria-pressed", String(currentLanguage() === code));
    document.title = `${tr(this.current.name)} – MCP Console`;
  }

  say(phrase) {
    fill(this.live, phrase);
  }
}
