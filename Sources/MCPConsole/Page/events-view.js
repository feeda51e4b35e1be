// Live events, the latest first: filters, a stream that is resumed, and gaps where the server has forgotten.
import { button, fill, h } from "./dom.js";
import { EventFeed } from "./event-feed.js";
import { failure } from "./outcome-view.js";
import { icon } from "./icon.js";
import { jsonView } from "./json-view.js";
import { clock, number, tr } from "./phrase.js";

const COUNT = 500;
const TYPES = ["ticket_created", "ticket_updated", "status_changed", "history_added", "batch_update", "masters_changed"];

export class EventsView {
  constructor(app) {
    this.app = app;
    this.seen = 0;
    this.boxes = TYPES.map((type) => h("input", { type: "checkbox", value: type }));
    this.ticket = h("input", { id: "event-ticket", type: "text", autocomplete: "off", placeholder: "T-000001" });
    this.account = h("input", { id: "event-account", type: "text", autocomplete: "off" });
    this.key = h("input", { id: "event-key", type: "password", autocomplete: "off", spellcheck: "false" });
    this.toggle = h("button", { type: "submit", class: "primary" });
    this.state = h("span", { class: "badge plain", role: "status" });
    this.position = h("span", { class: "muted" });
    this.count = h("span", { class: "muted", role: "status" });
    this.problem = h("div", {});
    this.list = h("ol", { class: "event-list", "aria-label": tr("events") });
    this.empty = h("p", { class: "empty" }, tr("no_events"));
    const form = h("form", { class: "card toolbar-card", on: { submit: (event) => { event.preventDefault(); this.flip(); } } },
      h("fieldset", { class: "field group flags" }, h("legend", {}, tr("event_types")),
        h("div", { class: "flag-list" }, TYPES.map((type, index) => h("label", { class: "flag" }, this.boxes[index], h("code", {}, type))))),
      h("div", { class: "field-grid" },
        h("div", { class: "field" }, h("label", { htmlFor: "event-ticket" }, tr("ticket")), this.ticket),
        h("div", { class: "field" }, h("label", { htmlFor: "event-account" }, tr("account")), this.account),
        h("div", { class: "field" }, h("label", { htmlFor: "event-key" }, tr("event_key")), this.key)),
      h("div", { class: "actions" }, this.toggle, button([icon("trash"), tr("clear")], () => this.clear(), { class: "quiet" }),
        h("span", { class: "grow" }), this.state, this.position, this.count));
    this.element = h("div", { class: "stack" }, form, this.problem, this.empty, this.list);
    app.addEventListener("wire", () => this.renew());
    this.renew();
  }

  renew() {
    this.feed?.stop();
    this.feed = new EventFeed(this.app.wire);
    const { feed } = this;
    const mine = (act) => (event) => { if (feed === this.feed) act(event.detail); };
    feed.addEventListener("state", mine(({ state, error }) => this.show(state, error)));
    feed.addEventListener("event", mine((event) => this.add(eventRow(event))));
    feed.addEventListener("gap", mine((gap) => this.add(h("li", { class: "gap" }, icon("warning"), h("span", {}, tr("gap", { after: gap.after ?? "?", oldest: gap.oldest ?? "?" }))))));
    this.show("closed");
  }

  flip() {
    if (["open", "opening", "waiting"].includes(this.feed.state)) return this.feed.stop();
    const types = this.boxes.filter((box) => box.checked).map((box) => box.value);
    this.feed.wire = this.app.wire.with(this.key.value.trim());
    this.feed.start({ type: types.join(","), ticket: this.ticket.value.trim(), account: this.account.value.trim() });
  }

  show(state, error = null) {
    const isOn = ["open", "opening", "waiting"].includes(state);
    fill(this.toggle, icon(isOn ? "stop" : "play"), tr(isOn ? "stop_events" : this.feed.lastID ? "resume_events" : "start_events"));
    this.state.className = `badge ${state === "open" ? "ok" : state === "failed" ? "bad" : state === "waiting" ? "warn" : "plain"}`;
    this.state.dataset.state = state;
    fill(this.state, tr(`feed_${state}`));
    fill(this.position, this.feed.lastID ? tr("position", { id: this.feed.lastID }) : null);
    fill(this.problem, error?.status === 404 ? h("p", { class: "note" }, tr("no_event_stream")) : error ? failure(error) : null);
  }

  add(row) {
    this.seen += 1;
    this.empty.hidden = true;
    this.list.prepend(row);
    while (this.list.childElementCount > COUNT) this.list.lastElementChild.remove();
    fill(this.count, tr("events_seen", { count: number(this.seen) }));
    fill(this.position, tr("position", { id: this.feed.lastID }));
  }

  clear() {
    if (["closed", "failed"].includes(this.feed.state)) this.feed.forget();
    this.show(this.feed.state);
    this.seen = 0;
    this.list.replaceChildren();
    this.count.replaceChildren();
    this.empty.hidden = false;
  }
}

function eventRow(event) {
  const { payload = {}, type, ticket, time, source } = event;
  const details = h("details", { class: "event", data: { type } },
    h("summary", {},
      h("span", { class: "frame-time" }, clock(Date.parse(time) || Date.now())),
      h("code", { class: "event-type" }, type),
      h("span", { class: "event-text" }, ticket ? h("strong", {}, ticket) : null, " ", summary(type, payload)),
      source ? h("span", { class: "tag" }, source) : null));
  details.addEventListener("toggle", () => {
    if (details.open && !details.querySelector(".json")) details.append(jsonView(event, tr("details")));
  });
  return h("li", {}, details);
}

function summary(type, payload) {
  if (Array.isArray(payload.changes) && payload.changes.length) {
    return payload.changes.map(({ field, from, to }) => `${field}: ${plain(from)} → ${plain(to)}`).join(", ");
  }
  if (type === "history_added") return [payload.kind, payload.visibility].filter(Boolean).join(" · ");
  return payload.title ?? payload.kinds?.join(", ") ?? "";
}

const plain = (value) => value === null || value === undefined ? "–" : typeof value === "object" ? value.name ?? JSON.stringify(value) : String(value);
