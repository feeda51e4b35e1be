// Charts of what this page does and of how many streams the server has, and each tool's times in a table.
import { fill, h } from "./dom.js";
import { barChart, dotChart, lineChart } from "./chart.js";
import { percentile } from "./meter.js";
import { milliseconds, number, tr } from "./phrase.js";

const PERIOD = 5_000;
const WINDOW = 300_000;

export class MonitorView {
  constructor(app) {
    this.app = app;
    this.tiles = h("div", { class: "tiles" });
    this.table = h("div", { class: "card" });
    this.element = h("div", { class: "stack" }, this.tiles, this.table);
    this.isDue = false;
    app.meter.addEventListener("change", () => this.schedule());
    app.addEventListener("language", () => this.schedule());
  }

  shown() {
    this.isShown = true;
    this.draw();
    this.ask();
    this.timer = setInterval(() => this.ask(), PERIOD);
  }

  hidden() {
    this.isShown = false;
    clearInterval(this.timer);
  }

  async ask() {
    try {
      const response = await fetch(this.app.wire.address("/health"), { credentials: "omit", cache: "no-store" });
      if (response.ok) this.app.meter.recordServer(await response.json());
    } catch {
      this.app.meter.recordServer({ streams: null }); // Away; the chart has a hole there.
    }
    this.schedule();
  }

  schedule() {
    if (this.isDue || !this.isShown) return;
    this.isDue = true;
    requestAnimationFrame(() => { this.isDue = false; this.draw(); });
  }

  draw() {
    const { meter } = this.app;
    const line = meter.timeline();
    const times = meter.samples.map((sample) => sample.duration);
    const median = percentile(times, 0.5), slow = percentile(times, 0.95);
    const now = Date.now();
    const dots = meter.samples.filter((sample) => now - sample.time < WINDOW).map((sample) => (
      { at: 1 - (now - sample.time) / WINDOW, value: sample.duration, className: sample.failed ? "dot bad" : "dot" }));
    const tile = (key, value, note, chart) => h("section", { class: "card tile", "aria-label": String(tr(key)) },
      h("h2", {}, tr(key)), h("p", { class: "figure" }, value), h("p", { class: "muted" }, note), chart);
    fill(this.tiles,
      tile("calls", number(meter.calls), tr("last_minutes"),
        barChart([{ values: line.map((one) => one.calls - one.errors), className: "bar" }, { values: line.map((one) => one.errors), className: "bar bad" }], tr("chart_calls", { count: meter.calls }))),
      tile("errors", number(meter.errors), meter.calls ? tr("share", { percent: (100 * meter.errors / meter.calls).toFixed(1) }) : "–",
        barChart([{ values: line.map((one) => one.errors), className: "bar bad" }], tr("chart_errors", { count: meter.errors }))),
      tile("latency", median === null ? "–" : milliseconds(median), slow === null ? "–" : tr("slow", { time: milliseconds(slow) }),
        dotChart(dots, tr("chart_latency", { median: median === null ? "–" : milliseconds(median) }), " ms")),
      tile("streams", number(meter.streams), meter.server?.streams === undefined || meter.server?.streams === null ? tr("server_away") : tr("server_streams", { count: number(meter.server.streams), sessions: number(meter.server.sessions ?? 0) }),
        lineChart([{ values: line.map((one) => one.serverStreams), className: "second" }, { values: line.map((one) => one.streams), className: "" }], tr("chart_streams", { count: meter.streams }))));
    const rows = [...meter.byName].sort((a, b) => b[1].calls - a[1].calls);
    fill(this.table, h("h2", {}, tr("by_name")), rows.length ? h("div", { class: "table-box", tabIndex: 0, role: "region", "aria-label": String(tr("by_name")) }, h("table", {},
      h("thead", {}, h("tr", {}, ["name", "calls", "errors", "median", "p95", "longest"].map((key, index) => h("th", { scope: "col", class: index ? "num" : "" }, tr(key))))),
      h("tbody", {}, rows.map(([name, { calls, errors, times: all }]) => h("tr", {}, h("th", { scope: "row" }, h("code", {}, name)),
        [number(calls), number(errors), milliseconds(percentile(all, 0.5)), milliseconds(percentile(all, 0.95)), milliseconds(Math.max(...all))].map((text) => h("td", { class: "num" }, text))))))) : h("p", { class: "empty" }, tr("no_calls")));
  }
}
