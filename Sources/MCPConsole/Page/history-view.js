// The calls of this page: what was called, how it ended, and the same once more.
import { button, fill, h } from "./dom.js";
import { icon } from "./icon.js";
import { outcomeView } from "./outcome-view.js";
import { clock, milliseconds, tr } from "./phrase.js";

const TONES = { done: "ok", error: "bad", cancelled: "warn", running: "plain" };

export class HistoryView {
  constructor(app) {
    this.app = app;
    this.list = h("ol", { class: "history", "aria-label": tr("history") });
    this.rows = new Map();
    this.empty = h("p", { class: "empty" }, tr("no_calls"));
    this.element = h("div", { class: "stack" },
      h("div", { class: "toolbar" }, h("span", { class: "grow" }), button([icon("trash"), tr("clear")], () => app.history.clear(), { class: "quiet small" })),
      this.empty, this.list);
    app.history.addEventListener("change", () => this.draw());
  }

  draw() {
    const { calls } = this.app.history;
    this.empty.hidden = calls.length > 0;
    const known = new Set(calls);
    for (const call of this.rows.keys()) if (!known.has(call)) this.rows.delete(call);
    // A row is made anew only when its call has ended: what the reader has opened stays open.
    for (const call of calls) if (this.rows.get(call)?.outcome !== call.outcome) this.rows.set(call, { outcome: call.outcome, element: this.row(call) });
    fill(this.list, calls.map((call) => this.rows.get(call).element));
  }

  row(call) {
    const text = JSON.stringify(call.args);
    const details = h("details", { class: "grow" },
      h("summary", {},
        h("span", { class: "frame-time" }, clock(call.time)),
        h("span", { class: `badge ${TONES[call.outcome]}` }, tr(`outcome_${call.outcome}`)),
        h("code", {}, call.tool),
        h("code", { class: "history-args" }, text === "{}" ? "" : text),
        h("span", { class: "muted" }, call.duration === null ? "" : milliseconds(call.duration))));
    details.addEventListener("toggle", () => {
      if (details.open && call.outcome !== "running" && !details.querySelector(".outcome")) details.append(outcomeView(call, (uri) => this.app.openResource(uri)));
    });
    return h("li", { data: { outcome: call.outcome } }, details, h("div", { class: "row" },
      button([icon("replay"), tr("replay")], () => this.app.openTool(call.tool, call.args, true), { class: "quiet small", "aria-label": tr("replay_of", { name: call.tool }) }),
      button(tr("edit"), () => this.app.openTool(call.tool, call.args, false), { class: "quiet small", "aria-label": tr("edit_of", { name: call.tool }) })));
  }
}
