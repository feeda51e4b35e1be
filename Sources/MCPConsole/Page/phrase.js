// Texts in the language of the reader. A phrase that stands in the page changes with the language, and nothing is drawn anew.
import { english } from "./words-en.js";
import { japanese } from "./words-ja.js";

const words = { en: english, ja: japanese };
let language = "en";
let bound = [];
let pruneAt = 2000;

/** A text of both languages, with what is put into it. */
export class Phrase {
  constructor(key, values = {}) {
    this.key = key;
    this.values = values;
  }

  toString() {
    const text = words[language][this.key] ?? this.key;
    return text.replace(/\{(\w+)\}/g, (_, name) => String(this.values[name] ?? ""));
  }
}

export const tr = (key, values) => new Phrase(key, values);

/** Keeps a text node, or an attribute of an element, in the language. */
export function bind(node, attribute, phrase) {
  apply(node, attribute, phrase);
  bound.push({ node: new WeakRef(node), attribute, phrase });
  if (bound.length < pruneAt) return;
  bound = bound.filter((entry) => entry.node.deref());
  pruneAt = Math.max(2000, bound.length * 2);
}

function apply(node, attribute, phrase) {
  if (attribute === null) node.data = String(phrase);
  else node.setAttribute(attribute, String(phrase));
}

export const currentLanguage = () => language;

/** @param {string} tag such as `ja-JP`; every language that is not Japanese is read as English. */
export function setLanguage(tag) {
  language = String(tag).toLowerCase().startsWith("ja") ? "ja" : "en";
  document.documentElement.lang = language;
  bound = bound.filter((entry) => {
    const node = entry.node.deref();
    if (node) apply(node, entry.attribute, entry.phrase);
    return Boolean(node);
  });
}

export const clock = (time) => new Date(time).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
export const number = (value) => Number(value).toLocaleString(language);
export const milliseconds = (value) => value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
export const bytes = (count) => count < 1024 ? `${count} B` : count < 1 << 20 ? `${(count / 1024).toFixed(1)} KB` : `${(count / (1 << 20)).toFixed(1)} MB`;
