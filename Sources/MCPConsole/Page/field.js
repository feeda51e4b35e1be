// One part of a form. Every kind of field can say its value, take one, and say what is wrong.
import { fieldKind, resolve } from "./schema.js";
import { BooleanField, ChoiceField, FlagsField } from "./field-choice.js";
import { JSONField } from "./field-json.js";
import { ListField } from "./field-list.js";
import { ObjectField } from "./field-object.js";
import { NumberField, TextField } from "./field-text.js";

const KINDS = {
  choice: ChoiceField, boolean: BooleanField, number: NumberField, text: TextField, object: ObjectField, json: JSONField, flags: FlagsField,
  list: ListField,
};

/**
 * @param about `name`, `schema`, `root` (of the whole schema), `required`, `depth`
 * @returns an object with `element`, `value` (undefined: left out), `set(value)`, and `check()`, which shows what is wrong and returns the
 *   controls that it is wrong in
 */
export function makeField({ schema, root, depth = 0, ...about }) {
  const whole = resolve(schema, root);
  const items = whole.items ? resolve(whole.items, root) : undefined;
  const resolved = items ? { ...whole, items } : whole;
  return new KINDS[fieldKind(resolved, depth)]({ ...about, schema: resolved, root, depth });
}
