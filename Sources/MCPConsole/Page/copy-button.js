import { button, fill } from "./dom.js";
import { icon } from "./icon.js";
import { tr } from "./phrase.js";

/** A button that copies a text, and says that it has. */
export function copyButton(text, label = tr("copy")) {
  const control = button([icon("copy"), label], async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      done = false;
    }
    fill(control, icon(done ? "check" : "warning"), tr(done ? "copied" : "not_copied"));
    setTimeout(() => fill(control, icon("copy"), label), 1_500);
  }, { class: "quiet small" });
  return control;
}
