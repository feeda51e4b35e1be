// Makes elements. Text is set as text only: what a server or a ticket says is never markup.
import { Phrase, bind } from "./phrase.js";

/**
 * Makes an element.
 * @param {string} tag
 * @param {object} props `class`, `on: {event: listener}`, `data: {…}`, properties such as `value`, and else attributes; a Phrase follows the
 * language; null, undefined and false leave an attribute out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "class") element.className = value;
    else if (value instanceof Phrase) bind(element, name, value);
    else if (["value", "checked", "disabled", "selected", "open", "max", "tabIndex", "htmlFor", "hidden"].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  put(element, ...children);
  return element;
}

/** Appends texts, phrases, nodes and lists of them; passes over nothing. */
export function put(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(node(child));
  }
  return element;
}

/** Puts other children in place. */
export function fill(element, ...children) {
  element.replaceChildren();
  return put(element, ...children);
}

function node(child) {
  if (child instanceof Node) return child;
  const text = document.createTextNode("");
  if (child instanceof Phrase) bind(text, null, child);
  else text.data = String(child);
  return text;
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element of a drawing. */
export function s(tag, props = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) if (value !== null && value !== undefined) element.setAttribute(name, String(value));
  return put(element, ...children);
}

let last = 0;

/** An id that no other element has. */
export const freshID = (stem) => `${stem}-${++last}`;

export function button(label, act, props = {}) {
  return h("button", { type: "button", ...props, on: { click: act, ...props.on } }, label);
}
