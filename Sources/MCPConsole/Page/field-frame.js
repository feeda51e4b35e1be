// What stands around a field: label, description, and the message of what is wrong.
import { freshID, h, fill } from "./dom.js";
import { tr } from "./phrase.js";

export class FieldFrame {
  constructor({ name, schema, required, depth }) {
    this.name = name;
    this.schema = schema;
    this.required = required;
    this.depth = depth;
    this.id = freshID("field");
    this.message = h("p", { class: "field-error", id: `${this.id}-error` });
    this.message.hidden = true;
  }

  title() {
    return [
      h("span", { class: "field-name" }, this.schema.title ?? this.name),
      this.schema.title && this.schema.title !== this.name ? h("code", { class: "field-key" }, this.name) : null,
      this.required ? h("span", { class: "required" }, tr("required")) : null,
    ];
  }

  description() {
    const text = [this.schema.description, this.schema.default !== undefined ? tr("default_is", { value: JSON.stringify(this.schema.default) }) : null]
      .filter(Boolean);
    if (!text.length) return null;
    return h("p", { class: "field-help", id: `${this.id}-help` }, text[0], text[1] ? [" ", text[1]] : null);
  }

  /** A field of one control. */
  single(control, className = "") {
    this.control = control;
    control.id = this.id;
    const help = this.description();
    control.setAttribute("aria-describedby", [help?.id, this.message.id].filter(Boolean).join(" "));
    if (this.required) control.setAttribute("aria-required", "true");
    return h("div", { class: `field ${className}` }, h("label", { htmlFor: this.id }, this.title()), help, control, this.message);
  }

  /** A field of several controls. */
  group(className, ...children) {
    const help = this.description();
    const element = h("fieldset", { class: `field group ${className}`, "aria-describedby": [help?.id, this.message.id].filter(Boolean).join(" ") },
      h("legend", {}, this.title()), help, ...children, this.message);
    return element;
  }

  /** @param {Phrase | null} problem */
  show(problem, control = this.control) {
    this.message.hidden = !problem;
    fill(this.message, problem);
    if (control) {
      if (problem) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    return problem && control ? [control] : [];
  }
}
