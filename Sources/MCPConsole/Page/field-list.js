// A list of values, with one field for each.
import { button, h } from "./dom.js";
import { makeField } from "./field.js";
import { FieldFrame } from "./field-frame.js";
import { icon } from "./icon.js";
import { tr } from "./phrase.js";

export class ListField extends FieldFrame {
  constructor(about) {
    super(about);
    this.root = about.root;
    this.rows = [];
    this.body = h("div", { class: "list-rows" });
    this.adder = button([icon("plus"), tr("add_item")], () => this.add().focus(), { class: "quiet small" });
    this.element = this.group("list", this.body, this.adder);
    this.set(about.schema.default);
  }

  /** @returns the first control of the new row */
  add(value) {
    const number = this.rows.length + 1;
    const field = makeField({ name: `${this.name} ${number}`, schema: this.schema.items, root: this.root, required: true, depth: this.depth + 1 });
    if (value !== undefined) field.set(value);
    const row = h("div", { class: "list-row" }, field.element,
      button(icon("close"), () => this.remove(row), { class: "quiet icon", "aria-label": tr("remove_item", { name: field.name }) }));
    this.rows.push({ row, field });
    this.body.append(row);
    return row.querySelector("input, select, textarea, button");
  }

  remove(row) {
    this.rows = this.rows.filter((entry) => entry.row !== row);
    row.remove();
    this.adder.focus();
  }

  get value() {
    const values = this.rows.map(({ field }) => field.value).filter((value) => value !== undefined);
    return values.length || this.required ? values : undefined;
  }

  set(value) {
    this.rows = [];
    this.body.replaceChildren();
    for (const item of Array.isArray(value) ? value : []) this.add(item);
    this.show(null, this.adder);
  }

  check() {
    const wrong = this.rows.flatMap(({ field }) => field.check());
    const { minItems = 0, maxItems = Infinity } = this.schema;
    const count = this.rows.length;
    const isLeftOut = count === 0 && !this.required;
    const problem = isLeftOut ? null : count < minItems ? tr("too_few", { count: minItems }) : count > maxItems ? tr("too_many", { count: maxItems }) : null;
    return [...wrong, ...this.show(problem, this.adder)];
  }
}
