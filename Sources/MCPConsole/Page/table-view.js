// A list of objects as a table, for structured content that holds one.
import { h } from "./dom.js";
import { number, tr } from "./phrase.js";

const ROWS = 100;
const COLUMNS = 10;
const LONG = 120;

/** @returns the list that a value holds, where it holds one of objects; else null */
export function rowsOf(value) {
  if (!value || typeof value !== "object" || Array.isArray(value)) return null;
  const lists = Object.values(value).filter((one) => Array.isArray(one) && one.length > 1 && one.every(isObject));
  return lists.length === 1 ? lists[0] : null;
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

export function tableView(rows) {
  const columns = [...new Set(rows.slice(0, ROWS).flatMap((row) => Object.keys(row)))].slice(0, COLUMNS);
  const label = tr("table_of", { count: number(rows.length) });
  return h("div", { class: "table-box framed", tabIndex: 0, role: "region", "aria-label": label }, h("table", {},
    h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col" }, column)))),
    h("tbody", {}, rows.slice(0, ROWS).map((row) => h("tr", {}, columns.map((column) => {
      const text = cell(row[column]);
      return h("td", { class: typeof row[column] === "number" ? "num" : "", title: text.length > LONG ? text : null }, text.length > LONG ? `${text.slice(0, LONG)}…` : text);
    }))))));
}

function cell(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(cell).join(", ");
  return isObject(value) ? String(value.name ?? value.title ?? JSON.stringify(value)) : String(value);
}
