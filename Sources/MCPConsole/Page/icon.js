// Small drawings, as strokes. They are ornament: what they stand beside says the same in words.
import { s } from "./dom.js";

const PATHS = {
  connect: "M9 7H6a4 4 0 0 0 0 8h3M13 7h3a4 4 0 0 1 0 8h-3M8 11h6",
  tools: "M14 4a4 4 0 0 0-3.8 5.2L4 15.4 6.6 18l6.2-6.2A4 4 0 0 0 18 8l-2.4 2.4-2-2L16 6a4 4 0 0 0-2-2z",
  resources: "M6 3h7l4 4v12H6zM13 3v4h4M9 12h5M9 15h5",
  prompts: "M4 5h14v10H10l-4 4v-4H4zM8 9h6M8 12h4",
  events: "M12 3 5 12.5h5L9 19l7-9.5h-5z",
  monitor: "M3 18h16M6 15v-4M10 15V6M14 15V9M18 15V4",
  history: "M4 6v4h4M4.6 10a7.2 7.2 0 1 1-.3 3M11 7.5V11l2.6 1.8",
  frames: "M7 4 4 7l3 3M4 7h12M15 12l3 3-3 3M18 15H6",
  plus: "M11 5v12M5 11h12",
  close: "M6 6l10 10M16 6 6 16",
  play: "M8 5v12l9-6z",
  stop: "M7 7h8v8H7z",
  pause: "M8 6v10M14 6v10",
  copy: "M8 8h9v9H8zM5 14V5h9",
  check: "M5 11.5 9 15.5 17 7",
  back: "M13 5l-6 6 6 6",
  search: "M9.5 4a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM14 14l4 4",
  key: "M8 9.5a3.5 3.5 0 1 0 0 3h5v2.5M13 12.5h4.5V15",
  warning: "M11 4 3.5 17h15zM11 9v4M11 15.2v.1",
  eye: "M3 11s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM11 9a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  trash: "M5 7h12M9 7V5h4v2M7 7l.7 10h6.6L15 7",
  replay: "M17 6v4h-4M16.4 10A6 6 0 1 0 17 13",
};

export function icon(name) {
  return s("svg", { viewBox: "0 0 22 22", class: "icon", "aria-hidden": "true", focusable: "false" }, s("path", { d: PATHS[name] }));
}
