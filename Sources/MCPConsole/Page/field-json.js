// A value that no other field is for: JSON, as it is.
import { h } from "./dom.js";
import { FieldFrame } from "./field-frame.js";
import { tr } from "./phrase.js";

export class JSONField extends FieldFrame {
  constructor(about) {
    super(about);
    const control = h("textarea", { rows: 4, class: "code", spellcheck: "false", autocomplete: "off", placeholder: "JSON" });
    this.element = this.single(control, "wide");
    this.set(about.schema.default);
  }

  get value() {
    const text = this.control.value.trim();
    if (!text) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return text; // `check` says that it is no JSON, before anything is sent.
    }
  }

  set(value) {
    this.control.value = value === undefined ? "" : JSON.stringify(value, null, 2);
    this.show(null);
  }

  check() {
    const text = this.control.value.trim();
    if (!text) return this.show(this.required ? tr("is_required") : null);
    try {
      JSON.parse(text);
      return this.show(null);
    } catch (error) {
      return this.show(tr("not_json", { why: error.message }));
    }
  }
}
