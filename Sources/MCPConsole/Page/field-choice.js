// One of some values, some of some values, and yes or no.
import { h } from "./dom.js";
import { FieldFrame } from "./field-frame.js";
import { tr } from "./phrase.js";
import { choices } from "./schema.js";

export class ChoiceField extends FieldFrame {
  constructor(about) {
    super(about);
    this.options = choices(about.schema);
    const control = h("select", {},
      h("option", { value: "" }, "—"), this.options.map((option, index) => h("option", { value: String(index) }, option.title)));
    this.element = this.single(control);
    this.set(about.schema.default);
  }

  get value() {
    return this.control.value === "" ? undefined : this.options[Number(this.control.value)].value;
  }

  set(value) {
    const index = this.options.findIndex((option) => option.value === value);
    this.control.value = index < 0 ? "" : String(index);
    this.show(null);
  }

  check() {
    return this.show(this.required && this.value === undefined ? tr("is_required") : null);
  }
}

export class BooleanField extends FieldFrame {
  constructor(about) {
    super(about);
    const control = h("select", {},
      h("option", { value: "" }, "—"), h("option", { value: "true" }, tr("yes")), h("option", { value: "false" }, tr("no")));
    this.element = this.single(control);
    this.set(about.schema.default);
  }

  get value() {
    return this.control.value === "" ? undefined : this.control.value === "true";
  }

  set(value) {
    this.control.value = typeof value === "boolean" ? String(value) : "";
    this.show(null);
  }

  check() {
    return this.show(this.required && this.value === undefined ? tr("is_required") : null);
  }
}

export class FlagsField extends FieldFrame {
  constructor(about) {
    super(about);
    this.options = choices(about.schema.items);
    this.boxes = this.options.map(() => h("input", { type: "checkbox" }));
    this.element = this.group(this.options.length > 6 ? "flags wide" : "flags",
      h("div", { class: "flag-list" }, this.options.map((option, index) => h("label", { class: "flag" }, this.boxes[index], h("span", {}, option.title)))));
    this.set(about.schema.default);
  }

  get value() {
    const chosen = this.options.filter((_, index) => this.boxes[index].checked).map((option) => option.value);
    return chosen.length || this.required ? chosen : undefined;
  }

  set(value) {
    const chosen = Array.isArray(value) ? value : [];
    this.boxes.forEach((box, index) => { box.checked = chosen.includes(this.options[index].value); });
    this.show(null, this.boxes[0]);
  }

  check() {
    const count = this.boxes.filter((box) => box.checked).length;
    const { minItems = 0, maxItems = Infinity } = this.schema;
    const isLeftOut = count === 0 && !this.required;
    return this.show(isLeftOut ? null : count < minItems ? tr("too_few", { count: minItems }) : count > maxItems ? tr("too_many", { count: maxItems }) : null,
      this.boxes[0]);
  }
}
