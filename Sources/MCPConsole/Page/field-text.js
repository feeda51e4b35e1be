// Texts and numbers.
import { h } from "./dom.js";
import { FieldFrame } from "./field-frame.js";
import { tr } from "./phrase.js";
import { types } from "./schema.js";

const LONG = 400;
const KEYBOARDS = { email: "email", uri: "url" };

export class TextField extends FieldFrame {
  constructor(about) {
    super(about);
    const { schema } = about;
    const isLong = (schema.maxLength ?? 0) > LONG;
    const control = h(isLong ? "textarea" : "input", {
      rows: isLong ? 4 : null, type: isLong ? null : schema.format === "date" ? "date" : "text", inputmode: KEYBOARDS[schema.format],
      autocomplete: "off", spellcheck: isLong ? "true" : "false", value: schema.default ?? "", placeholder: schema.examples?.[0],
    });
    this.element = this.single(control, isLong ? "wide" : "");
  }

  get value() {
    const text = this.control.value;
    if (text === "") return this.required && types(this.schema).join() === "string" ? "" : undefined;
    const isNumber = types(this.schema).some((type) => type === "integer" || type === "number");
    return isNumber && /^(0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
  }

  set(value) {
    this.control.value = value === undefined || value === null ? "" : String(value);
    this.show(null);
  }

  check() {
    return this.show(this.problem());
  }

  problem() {
    const { minLength = 0, maxLength = Infinity, pattern } = this.schema;
    const text = this.control.value;
    const length = [...text].length;
    if (text === "") return this.required ? tr("is_required") : null;
    if (length < minLength) return tr("too_short", { count: minLength });
    if (length > maxLength) return tr("too_long", { count: maxLength, has: length });
    return pattern && !fits(text, pattern) ? tr("not_pattern", { pattern }) : null;
  }
}

/** A pattern that this browser cannot read is the server's to check. */
function fits(text, pattern) {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

export class NumberField extends FieldFrame {
  constructor(about) {
    super(about);
    const { schema } = about;
    // Not of type number: those change under a wheel, and hide what cannot be read.
    const control = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", value: schema.default ?? "", placeholder: range(schema) });
    this.element = this.single(control);
  }

  get value() {
    const text = this.control.value.trim();
    if (text === "") return undefined;
    const number = Number(text);
    return Number.isFinite(number) ? number : text;
  }

  set(value) {
    this.control.value = value === undefined || value === null ? "" : String(value);
    this.show(null);
  }

  check() {
    return this.show(this.problem());
  }

  problem() {
    const { value, schema } = this;
    if (value === undefined) return this.required ? tr("is_required") : null;
    if (typeof value !== "number") return tr("not_number");
    if (types(schema).includes("integer") && !Number.isInteger(value)) return tr("not_integer");
    if (value < schema.minimum || value <= schema.exclusiveMinimum) return tr("too_small", { limit: schema.minimum ?? schema.exclusiveMinimum });
    if (value > schema.maximum || value >= schema.exclusiveMaximum) return tr("too_large", { limit: schema.maximum ?? schema.exclusiveMaximum });
    return null;
  }
}

function range(schema) {
  const least = schema.minimum ?? schema.exclusiveMinimum, most = schema.maximum ?? schema.exclusiveMaximum;
  if (least === undefined && most === undefined) return null;
  return `${least ?? "…"} – ${most ?? "…"}`;
}
