// Small charts over time, as drawings. Each says in words what it shows, for those who do not see it.
import { h, s } from "./dom.js";
import { tr } from "./phrase.js";

const WIDTH = 320, HEIGHT = 98, LEFT = 40, BOTTOM = 16, TOP = 6;

/** @param series of `{values, className}`, the first at the bottom; @param label for screen readers, with the numbers in it */
export function barChart(series, label) {
  const count = series[0].values.length;
  const totals = Array.from({ length: count }, (_, index) => series.reduce((sum, one) => sum + one.values[index], 0));
  const top = ceiling(Math.max(...totals));
  const step = (WIDTH - LEFT) / count;
  const y = scale(top);
  const bars = [];
  for (let index = 0; index < count; index++) {
    let from = 0;
    for (const { values, className } of series) {
      const value = values[index];
      if (value > 0) {
        bars.push(s("rect", { x: LEFT + index * step + 0.5, y: y(from + value), width: Math.max(1, step - 1), height: y(from) - y(from + value), class: className }));
      }
      from += value;
    }
  }
  return drawing(label, axis(top), bars);
}

/** @param series of `{values, className}`, where null is unknown */
export function lineChart(series, label) {
  const count = series[0].values.length;
  const top = ceiling(Math.max(0, ...series.flatMap((one) => one.values).filter((value) => value !== null)));
  const y = scale(top);
  const x = (index) => LEFT + (index + 0.5) * (WIDTH - LEFT) / count;
  const lines = series.map(({ values, className }) => {
    let path = "", last = null;
    values.forEach((value, index) => {
      if (value === null) { last = null; return; }
      path += last === null ? `M${x(index)} ${y(value)}` : `L${x(index)} ${y(last)}L${x(index)} ${y(value)}`;
      last = value;
    });
    return s("path", { d: path || "M0 0", class: `line ${className}` });
  });
  return drawing(label, axis(top), lines);
}

/** @param points of `{at (0 to 1), value, className}` */
export function dotChart(points, label, unit) {
  const top = ceiling(Math.max(0, ...points.map((point) => point.value)));
  const y = scale(top);
  return drawing(label, axis(top, unit), points.map(({ at, value, className }) => s("circle", { cx: LEFT + at * (WIDTH - LEFT), cy: y(value), r: 2.4, class: className })));
}

const scale = (top) => (value) => TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / top);

/** The next of 1, 2, 5, 10, 20, 50, …: axes that end in a round number. */
function ceiling(value) {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((round) => round >= value);
}

function axis(top, unit = "") {
  const y = scale(top);
  const times = [["start", LEFT, "minutes_ago"], ["end", WIDTH, "now"]].map(([anchor, x, key]) => (
    s("text", { x, y: HEIGHT - 2, class: "axis", "text-anchor": anchor }, tr(key))));
  return [times, [0, 0.5, 1].map((share) => [
    s("line", { x1: LEFT, x2: WIDTH, y1: y(top * share), y2: y(top * share), class: "grid" }),
    s("text", { x: LEFT - 5, y: y(top * share) + 3, class: "axis" }, short(top * share) + (share === 1 ? unit : "")),
  ])].flat(2);
}

const short = (value) => value >= 10_000 ? `${value / 1000}k` : String(value);

function drawing(label, ...parts) {
  return h("div", { class: "chart" }, s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": String(label) }, ...parts));
}
