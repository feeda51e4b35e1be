// One frame in a list; what it holds is shown when it is opened.
import { h } from "./dom.js";
import { copyButton } from "./copy-button.js";
import { jsonView, parsed } from "./json-view.js";
import { bytes, clock, tr } from "./phrase.js";

const ARROWS = { out: "↑", in: "↓", info: "•" };

export function frameRow(frame) {
  const details = h("details", { class: `frame ${frame.direction}`, data: { direction: frame.direction } },
    h("summary", {},
      h("span", { class: "frame-arrow", "aria-hidden": "true" }, ARROWS[frame.direction]),
      h("span", { class: "visually-hidden" }, tr(`frame_${frame.direction}`)),
      h("span", { class: "frame-time" }, clock(frame.time)),
      h("span", { class: "frame-name" }, frame.name === ":" ? "keep-alive" : frame.name),
      h("span", { class: "frame-via" }, frame.via),
      h("span", { class: "frame-size" }, frame.size ? bytes(frame.size) : "")));
  details.addEventListener("toggle", () => {
    if (!details.open || details.querySelector(".frame-body")) return;
    const value = parsed(frame.text);
    const text = value === undefined ? frame.text : JSON.stringify(value, null, 2);
    details.append(h("div", { class: "frame-body" },
      h("div", { class: "row" }, frame.id ? h("code", { class: "uri grow" }, `id ${frame.id}`) : h("span", { class: "grow" }), copyButton(() => frame.text)),
      frame.text ? jsonView(text, tr("frame_content")) : h("p", { class: "muted" }, tr("frame_empty")),
      frame.size > frame.text.length ? h("p", { class: "muted" }, tr("frame_cut", { size: bytes(frame.size) })) : null));
  });
  return h("li", {}, details);
}
