// One tool: what it is, the form of its arguments, the call that runs, and what came of the last one.
import { button, fill, h } from "./dom.js";
import { Cancelled } from "./peer.js";
import { Form } from "./form.js";
import { icon } from "./icon.js";
import { outcomeView } from "./outcome-view.js";
import { milliseconds, tr } from "./phrase.js";

const HINTS = [
  ["readOnlyHint", true, "read_only", "ok"], ["destructiveHint", true, "destructive", "bad"], ["idempotentHint", true, "idempotent", "plain"],
  ["openWorldHint", true, "open_world", "plain"],
];

export class ToolPanel {
  constructor(app, tool, back) {
    this.app = app;
    this.tool = tool;
    this.form = new Form(tool.inputSchema);
    this.run = h("button", { type: "submit", class: "primary" }, icon("play"), tr("call"));
    this.stop = button([icon("stop"), tr("cancel")], () => this.abort?.abort());
    this.stop.hidden = true;
    this.bar = h("progress", { "aria-label": tr("progress_of", { name: tool.name }) });
    this.note = h("span", { class: "progress-note" });
    this.time = h("span", { class: "progress-time" });
    this.progress = h("div", { class: "progress" }, this.bar, h("div", { class: "row" }, this.note, h("span", { class: "grow" }), this.time));
    this.progress.hidden = true;
    this.log = h("ol", { class: "call-log", "aria-label": tr("messages_of_call") });
    this.outcome = h("div", { class: "outcome-place" });
    const hints = HINTS.filter(([hint, value]) => tool.annotations?.[hint] === value);
    this.element = h("article", { class: "panel", "aria-labelledby": "tool-title" },
      h("header", { class: "panel-head" },
        button([icon("back"), tr("all_tools")], back, { class: "quiet small back" }),
        h("h2", { id: "tool-title" }, tool.title ?? tool.annotations?.title ?? tool.name),
        h("p", { class: "row wrap" }, tool.title ?? tool.annotations?.title ? h("code", {}, tool.name) : null, hints.map(([, , key, tone]) => h("span", { class: `badge ${tone}` }, tr(key)))),
        tool.description ? h("p", { class: "lead" }, tool.description) : null),
      h("form", { novalidate: true, on: { submit: (event) => { event.preventDefault(); this.call(); } } },
        this.form.element, h("div", { class: "actions" }, this.run, this.stop)),
      this.progress, this.log, this.outcome);
  }

  /** @param args those of an earlier call; else what the form says */
  async call(args = this.form.read()) {
    if (args === null || this.abort) return;
    this.abort = new AbortController();
    const { app, tool } = this;
    const call = app.history.begin(tool.name, args, app.client.kind);
    const mark = app.frames.last;
    call.begin = performance.now();
    this.begin(call);
    const heard = (event) => this.hear(event.detail);
    app.client.addEventListener("notice", heard);
    let outcome = "done", more = {};
    try {
      const result = await app.client.callTool(tool.name, args, { signal: this.abort.signal, onProgress: (progress) => this.show(progress) });
      outcome = result.isError ? "error" : "done";
      more = { result };
    } catch (error) {
      outcome = error instanceof Cancelled ? "cancelled" : "error";
      more = error instanceof Cancelled ? {} : { error };
    }
    app.client?.removeEventListener("notice", heard);
    this.abort = null;
    app.history.finish(call, outcome, { ...more, frames: app.frames.since(mark) });
    this.end(call);
  }

  begin(call) {
    this.run.disabled = true;
    this.stop.hidden = false;
    this.progress.hidden = false;
    this.bar.removeAttribute("value");
    fill(this.note, tr(this.app.client.way.hasNoProgress ? "no_progress_here" : "running"));
    this.log.replaceChildren();
    this.outcome.replaceChildren();
    const tick = () => { this.time.textContent = milliseconds(performance.now() - call.begin); };
    tick();
    this.timer = setInterval(tick, 200);
  }

  end(call) {
    clearInterval(this.timer);
    const hadFocus = document.activeElement === this.stop;
    this.run.disabled = false;
    this.stop.hidden = true;
    this.progress.hidden = true;
    if (hadFocus) this.run.focus();
    fill(this.outcome, outcomeView(call, (uri) => this.app.openResource(uri)));
    this.app.say(tr(`say_${call.outcome}`, { name: this.tool.name, time: milliseconds(call.duration) }));
  }

  show({ progress, total, message }) {
    if (total) {
      this.bar.max = total;
      this.bar.value = Math.min(progress, total);
    }
    fill(this.note, message ?? (total ? `${progress} / ${total}` : String(progress)), message && total ? ` (${Math.round(100 * progress / total)} %)` : null);
  }

  /** Log messages that come while a call runs stand with it: servers do not say which call they are of. */
  hear({ method, params }) {
    if (method !== "notifications/message" || this.log.childElementCount >= 200) return;
    this.log.append(h("li", {}, h("span", { class: "tag" }, params.level), " ", typeof params.data === "string" ? params.data : JSON.stringify(params.data)));
  }
}
