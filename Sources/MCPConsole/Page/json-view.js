// JSON for reading: indented, with its parts told apart by color.
import { h } from "./dom.js";

const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const COLORED = 60_000;

export function jsonView(value, label) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const code = h("code");
  if (text.length > COLORED) code.textContent = text;
  else color(code, text);
  // It scrolls, so it must be reachable by keyboard.
  return h("pre", { class: "json", tabIndex: 0, role: "region", "aria-label": label }, code);
}

function color(code, text) {
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    code.append(text.slice(end, match.index));
    const kind = match[2] ? "j-key" : match[1] ? "j-string" : match[3] ? "j-word" : "j-number";
    code.append(h("span", { class: kind }, match[1] ?? match[0]), match[2] ?? "");
    end = match.index + match[0].length;
  }
  code.append(text.slice(end));
}

/** @returns the value of a text that is JSON of several members; undefined for any other text */
export function parsed(text) {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
