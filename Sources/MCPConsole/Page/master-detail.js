// A list with a search field, and beside it what was chosen; on a narrow screen one after the other.
import { fill, freshID, h } from "./dom.js";
import { tr } from "./phrase.js";

export class MasterDetail {
  /** @param about `label`, `search`, `empty`, `text(item)` to search in, `row(item)`, `detail(item)` */
  constructor(about) {
    this.about = about;
    this.items = [];
    this.chosen = null;
    const id = freshID("search");
    this.input = h("input", { id, type: "search", autocomplete: "off", placeholder: about.search, on: { input: () => this.filter() } });
    this.count = h("p", { class: "muted count", role: "status" });
    this.list = h("ul", { class: "master-list" });
    this.side = h("nav", { class: "master", "aria-label": about.label },
      h("div", { class: "master-head" }, h("label", { class: "visually-hidden", htmlFor: id }, about.search), this.input, this.count), this.list);
    this.detail = h("div", { class: "detail", tabIndex: -1 });
    this.body = h("div", { class: "split" }, this.side, this.detail);
    this.element = h("div", { class: "fill" }, this.body);
  }

  /** @param key tells items apart; the one that was chosen stays so */
  show(items, key) {
    this.items = items.map((item) => ({ item, key: key(item) }));
    fill(this.element, this.body);
    this.filter();
    if (!this.items.some((entry) => entry.key === this.chosen)) this.back(false);
    else this.choose(this.chosen, false);
  }

  fail(element) {
    this.items = [];
    this.chosen = null;
    fill(this.element, element);
  }

  filter() {
    const wanted = this.input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const found = this.items.filter(({ item }) => {
      const text = this.about.text(item).toLocaleLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    fill(this.count, tr("count_of", { found: found.length, all: this.items.length }));
    fill(this.list, found.map(({ item, key }) => h("li", {}, h("button", {
      type: "button", class: "master-item", data: { key }, "aria-current": key === this.chosen ? "true" : null, on: { click: () => this.choose(key) },
    }, this.about.row(item)))));
  }

  choose(key, movesFocus = true) {
    const entry = this.items.find((one) => one.key === key);
    if (!entry) return;
    this.chosen = key;
    this.body.classList.add("has-choice");
    this.mark();
    fill(this.detail, this.about.detail(entry.item));
    this.detail.scrollTop = 0;
    if (movesFocus) this.detail.focus({ preventScroll: true });
  }

  mark() {
    for (const row of this.list.querySelectorAll(".master-item")) {
      if (row.dataset.key === this.chosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  back(movesFocus = true) {
    const key = this.chosen;
    this.chosen = null;
    this.body.classList.remove("has-choice");
    this.mark();
    fill(this.detail, h("p", { class: "empty" }, this.about.empty));
    if (movesFocus) (this.list.querySelector(`[data-key="${CSS.escape(key ?? "")}"]`) ?? this.input).focus();
  }
}
