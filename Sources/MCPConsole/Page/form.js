// A form made from a JSON schema, which can be filled in as JSON instead.
import { h, button, freshID, fill } from "./dom.js";
import { makeField } from "./field.js";
import { tr } from "./phrase.js";

export class Form {
  /** @param schema of an object */
  constructor(schema, { allowsJSON = true } = {}) {
    const plain = { type: "object", properties: {}, ...schema, default: undefined };
    this.field = makeField({ name: "", schema: plain, root: plain, required: true, depth: 0 });
    this.isEmpty = Object.keys(plain.properties ?? {}).length === 0 && this.field.element.querySelector("textarea") === null;
    this.isRaw = false;
    const id = freshID("raw");
    this.raw = h("textarea", { id, class: "code raw", rows: 12, spellcheck: "false", autocomplete: "off" });
    this.rawError = h("p", { class: "field-error", id: `${id}-error` });
    this.rawError.hidden = true;
    this.raw.setAttribute("aria-describedby", this.rawError.id);
    this.rawBox = h("div", { class: "field wide" }, h("label", { htmlFor: id }, tr("arguments_json")), this.raw, this.rawError);
    this.rawBox.hidden = true;
    this.formSide = h("div", {}, this.isEmpty ? h("p", { class: "muted" }, tr("no_arguments")) : this.field.element);
    this.tabs = [button(tr("as_form"), () => this.showRaw(false), { "aria-pressed": "true" }), button(tr("as_json"), () => this.showRaw(true), { "aria-pressed": "false" })];
    const choice = allowsJSON ? h("div", { class: "segmented", role: "group", "aria-label": tr("arguments_as") }, this.tabs) : null;
    this.element = h("div", { class: "form" }, choice, this.formSide, this.rawBox);
  }

  showRaw(isRaw) {
    if (isRaw === this.isRaw) return;
    if (isRaw) this.raw.value = JSON.stringify(this.field.value ?? {}, null, 2);
    else if (!this.parse()) return this.raw.focus();
    else this.field.set(this.parse().value);
    this.isRaw = isRaw;
    this.rawBox.hidden = !isRaw;
    this.formSide.hidden = isRaw;
    this.tabs.forEach((tab, index) => tab.setAttribute("aria-pressed", String((index === 1) === isRaw)));
  }

  parse() {
    let problem = null, value = null;
    try {
      value = JSON.parse(this.raw.value || "{}");
      if (typeof value !== "object" || value === null || Array.isArray(value)) problem = tr("not_object");
    } catch (error) {
      problem = tr("not_json", { why: error.message });
    }
    this.rawError.hidden = !problem;
    fill(this.rawError, problem);
    if (problem) this.raw.setAttribute("aria-invalid", "true");
    else this.raw.removeAttribute("aria-invalid");
    return problem ? null : { value };
  }

  /** @returns the value; null where something is wrong, which is shown and has the focus */
  read() {
    if (this.isRaw) {
      const parsed = this.parse();
      if (!parsed) this.raw.focus();
      return parsed?.value ?? null;
    }
    const wrong = this.field.check();
    if (!wrong.length) return this.field.value ?? {};
    wrong[0].focus();
    return null;
  }

  set(value) {
    this.field.set(value);
    if (this.isRaw) this.raw.value = JSON.stringify(value, null, 2);
  }
}
