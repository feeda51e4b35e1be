// A text field for which the server proposes values (completion/complete).
import { freshID, h, fill } from "./dom.js";
import { tr } from "./phrase.js";

const DELAY = 150;

/** @param complete `complete(text)` gives the values; null where the server proposes none */
export function completedInput({ name, description, required, complete }) {
  const id = freshID("argument");
  const list = h("datalist", { id: `${id}-list` });
  const input = h("input", { id, type: "text", autocomplete: "off", list: complete ? list.id : null, "aria-required": required ? "true" : null,
    "aria-describedby": description ? `${id}-help` : null });
  let timer = 0, round = 0;
  const propose = async () => {
    const mine = ++round;
    try {
      const values = await complete(input.value);
      if (mine === round) fill(list, values.map((value) => h("option", { value })));
    } catch {
      list.replaceChildren(); // Without proposals the field is a field; the answer is in the log of frames.
    }
  };
  if (complete) {
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(propose, DELAY); });
    input.addEventListener("focus", propose, { once: true });
  }
  const element = h("div", { class: "field" },
    h("label", { htmlFor: id }, h("span", { class: "field-name" }, name), required ? h("span", { class: "required" }, tr("required")) : null),
    description ? h("p", { class: "field-help", id: `${id}-help` }, description) : null, input, list);
  return { element, input, name, required };
}

/** @returns the values by name; null where one is missing, which then has the focus */
export function readInputs(fields) {
  const missing = fields.find((field) => field.required && !field.input.value);
  for (const field of fields) {
    if (field.required && !field.input.value) field.input.setAttribute("aria-invalid", "true");
    else field.input.removeAttribute("aria-invalid");
  }
  if (missing) {
    missing.input.focus();
    return null;
  }
  return Object.fromEntries(fields.filter((field) => field.input.value).map((field) => [field.name, field.input.value]));
}
