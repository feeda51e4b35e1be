// The raw frames, the latest first; they can be held still, searched and copied.
import { button, fill, freshID, h } from "./dom.js";
import { copyButton } from "./copy-button.js";
import { frameRow } from "./frame-row.js";
import { icon } from "./icon.js";
import { number, tr } from "./phrase.js";

const ROWS = 300;

export class FramesView {
  constructor(app) {
    this.app = app;
    this.isPaused = false;
    const id = freshID("frames");
    this.search = h("input", { id, type: "search", autocomplete: "off", placeholder: tr("search_frames"), on: { input: () => this.draw() } });
    this.direction = h("select", { "aria-label": tr("direction"), on: { change: () => this.draw() } },
      ["all", "out", "in", "info"].map((key) => h("option", { value: key }, tr(`frames_${key}`))));
    this.beats = h("input", { type: "checkbox", on: { change: () => this.draw() } });
    this.pause = button([icon("pause"), tr("pause")], () => this.flip(), { "aria-pressed": "false" });
    this.count = h("span", { class: "muted", role: "status" });
    this.list = h("ol", { class: "frames", "aria-label": tr("frames") });
    this.empty = h("p", { class: "empty" }, tr("no_frames"));
    this.element = h("div", { class: "stack" },
      h("div", { class: "toolbar" },
        h("label", { class: "visually-hidden", htmlFor: id }, tr("search_frames")), this.search, this.direction,
        h("label", { class: "flag" }, this.beats, h("span", {}, tr("show_beats"))), h("span", { class: "grow" }), this.pause,
        copyButton(() => this.found().map((frame) => JSON.stringify(frame)).join("\n"), tr("copy_all")),
        button([icon("trash"), tr("clear")], () => app.frames.clear(), { class: "quiet small" })),
      this.count, this.empty, this.list);
    app.frames.addEventListener("frame", (event) => this.take(event.detail));
    app.frames.addEventListener("clear", () => this.draw());
  }

  shown() {
    this.isShown = true;
    if (!this.isPaused) this.draw();
  }

  hidden() {
    this.isShown = false;
  }

  flip() {
    this.isPaused = !this.isPaused;
    this.pause.setAttribute("aria-pressed", String(this.isPaused));
    fill(this.pause, icon(this.isPaused ? "play" : "pause"), tr(this.isPaused ? "go_on" : "pause"));
    if (!this.isPaused) this.draw();
  }

  fits(frame) {
    if (!this.beats.checked && [":", "ping", "heartbeat"].includes(frame.name)) return false;
    if (this.direction.value !== "all" && frame.direction !== this.direction.value) return false;
    const wanted = this.search.value.toLocaleLowerCase();
    return !wanted || `${frame.name} ${frame.via} ${frame.text}`.toLocaleLowerCase().includes(wanted);
  }

  found() {
    return this.app.frames.frames.filter((frame) => this.fits(frame));
  }

  take(frame) {
    if (!this.isShown || this.isPaused) return;
    if (this.fits(frame)) this.list.prepend(frameRow(frame));
    while (this.list.childElementCount > ROWS) this.list.lastElementChild.remove();
    this.tell();
  }

  draw() {
    fill(this.list, this.found().slice(-ROWS).reverse().map(frameRow));
    this.tell();
  }

  tell() {
    const { frames, dropped } = this.app.frames;
    this.empty.hidden = this.list.childElementCount > 0;
    fill(this.count, tr(dropped ? "frames_kept_dropped" : "frames_kept", { shown: number(this.list.childElementCount), kept: number(frames.length), dropped: number(dropped) }));
  }
}
