// The server's questions to the reader (elicitation), one after the other.
import { button, fill, h } from "./dom.js";
import { Form } from "./form.js";
import { tr } from "./phrase.js";

export class AskDialog {
  constructor() {
    this.element = h("dialog", { class: "ask" });
    this.queue = Promise.resolve();
  }

  /** @returns {Promise<object>} the result to send; `cancel` where the call is given up meanwhile. */
  ask(params, signal) {
    const answer = this.queue.then(() => this.show(params, signal));
    this.queue = answer.then(() => {}, () => {});
    return answer;
  }

  show(params, signal) {
    if (signal?.aborted) return { action: "cancel" };
    return new Promise((resolve) => {
      const isLink = params.mode === "url";
      const form = isLink ? null : new Form(params.requestedSchema ?? {}, { allowsJSON: false });
      const settle = (result) => {
        signal?.removeEventListener("abort", abandon);
        this.element.oncancel = null;
        this.element.close();
        this.element.removeAttribute("aria-labelledby");
        this.element.replaceChildren();
        resolve(result);
      };
      const abandon = () => settle({ action: "cancel" });
      const accept = () => {
        if (isLink) return settle({ action: "accept" });
        const content = form.read();
        if (content) settle({ action: "accept", content });
      };
      signal?.addEventListener("abort", abandon, { once: true });
      this.element.oncancel = (event) => { event.preventDefault(); abandon(); };
      fill(this.element, h("form", { novalidate: true, on: { submit: (event) => { event.preventDefault(); accept(); } } },
        h("h2", { id: "ask-title" }, tr("ask_title")),
        h("p", { class: "ask-message" }, params.message),
        isLink ? linkView(params.url) : form.element,
        h("div", { class: "actions" },
          h("button", { type: "submit", class: "primary" }, tr(isLink ? "ask_done" : "ask_accept")),
          button(tr("ask_decline"), () => settle({ action: "decline" })),
          button(tr("ask_cancel"), abandon, { class: "quiet" }))));
      this.element.setAttribute("aria-labelledby", "ask-title");
      this.element.showModal();
      this.element.querySelector("input, select, textarea")?.focus();
    });
  }
}

/** An address of the server's choosing: shown whole, followed only by the reader, and only to web pages. */
function linkView(address) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    // Shown below as what it is.
  }
  if (!url || !["https:", "http:"].includes(url.protocol)) return h("p", { class: "problem" }, tr("ask_bad_link"), " ", String(address));
  return h("p", {}, tr("ask_link", { host: url.host }), h("br"), h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, url.href));
}
