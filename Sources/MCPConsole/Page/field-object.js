// An object: its properties, those that must be there first. What may be left out and is much stands folded.
import { h } from "./dom.js";
import { makeField } from "./field.js";
import { FieldFrame } from "./field-frame.js";
import { tr } from "./phrase.js";

const OPEN = 8;

export class ObjectField extends FieldFrame {
  constructor(about) {
    super(about);
    const { schema, root, depth } = about;
    const needed = new Set(schema.required ?? []);
    const entries = Object.entries(schema.properties ?? {});
    const sorted = [...entries.filter(([name]) => needed.has(name)), ...entries.filter(([name]) => !needed.has(name))];
    this.fields = sorted.map(([name, property]) => makeField({ name, schema: property, root, required: needed.has(name), depth: depth + 1 }));
    this.unknown = {};
    const shown = Math.max(needed.size, entries.length > OPEN ? 6 : OPEN);
    const grid = h("div", { class: "field-grid" }, this.fields.slice(0, shown).map((field) => field.element));
    const rest = this.fields.slice(shown);
    this.more = rest.length
      ? h("details", { class: "more" }, h("summary", {}, tr("more_fields", { count: rest.length })), h("div", { class: "field-grid" }, rest.map((field) => field.element)))
      : null;
    this.element = depth === 0 ? h("div", { class: "object" }, grid, this.more) : this.group("object wide", grid, this.more);
    if (schema.default !== undefined) this.set(schema.default);
  }

  get value() {
    const value = { ...this.unknown };
    for (const field of this.fields) {
      const part = field.value;
      if (part !== undefined) value[field.name] = part;
    }
    if (this.depth > 0 && !this.required && !this.isFilled) return undefined;
    return value;
  }

  /** Whether anything in it was filled in: an object that may be left out is, until then. */
  get isFilled() {
    return Object.keys(this.unknown).length > 0 || this.fields.some((field) => {
      const { value } = field;
      if (value === undefined || value === "") return false;
      return field instanceof ObjectField ? field.isFilled : JSON.stringify(value) !== JSON.stringify(field.schema.default);
    });
  }

  set(value) {
    const given = value && typeof value === "object" && !Array.isArray(value) ? value : {};
    const names = new Set(this.fields.map((field) => field.name));
    // What the schema does not name is kept, and sent as it was given.
    this.unknown = Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)));
    for (const field of this.fields) field.set(given[field.name] ?? (this.depth === 0 && value === undefined ? field.schema.default : undefined));
    if (this.more && this.fields.slice(-this.more.querySelectorAll(":scope > .field-grid > .field").length).some((field) => given[field.name] !== undefined)) {
      this.more.open = true;
    }
    this.show(null);
  }

  check() {
    if (this.depth > 0 && !this.required && !this.isFilled) {
      for (const field of this.fields) field.show?.(null);
      return [];
    }
    const wrong = this.fields.flatMap((field) => field.check());
    if (this.more && wrong.some((control) => this.more.contains(control))) this.more.open = true;
    return wrong;
  }
}
