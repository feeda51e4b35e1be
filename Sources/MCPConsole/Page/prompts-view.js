// Prompts: fill in what they need, and see the messages that a model would be given.
import { button, fill, h } from "./dom.js";
import { completedInput, readInputs } from "./completed-input.js";
import { contentView } from "./content-view.js";
import { failure } from "./outcome-view.js";
import { icon } from "./icon.js";
import { MasterDetail } from "./master-detail.js";
import { tr } from "./phrase.js";

export class PromptsView {
  constructor(app) {
    this.app = app;
    this.split = new MasterDetail({
      label: tr("prompts"), search: tr("search_prompts"), empty: tr("choose_prompt"),
      text: (prompt) => `${prompt.name} ${prompt.title ?? ""} ${prompt.description ?? ""}`,
      row: (prompt) => [h("strong", {}, prompt.title ?? prompt.name), h("span", { class: "muted clamp" }, prompt.description ?? "")],
      detail: (prompt) => this.panel(prompt),
    });
    this.element = this.split.element;
    app.addEventListener("opened", () => this.load());
    app.addEventListener("closed", () => this.split.fail(app.notConnected()));
    app.addEventListener("changed:prompts", () => this.load());
    this.split.fail(app.notConnected());
  }

  async load() {
    if (!this.app.client.capabilities.prompts) return this.split.fail(h("p", { class: "empty" }, tr("has_none")));
    try {
      this.split.show(await this.app.client.list("prompts/list", "prompts"), (prompt) => prompt.name);
    } catch (error) {
      this.split.fail(this.app.failed(error));
    }
  }

  panel(prompt) {
    const { client } = this.app;
    const body = h("div", { class: "outcome-place", "aria-live": "polite" });
    const fields = (prompt.arguments ?? []).map((argument) => completedInput({
      name: argument.name, description: argument.description, required: argument.required,
      complete: client.canComplete ? (value) => client.complete({ type: "ref/prompt", name: prompt.name }, argument.name, value) : null,
    }));
    const get = async () => {
      const args = readInputs(fields);
      if (!args) return;
      try {
        const { messages = [], description } = await client.getPrompt(prompt.name, args);
        fill(body, description ? h("p", { class: "muted" }, description) : null,
          h("ol", { class: "messages", "aria-label": tr("messages") }, messages.map((message) => h("li", { class: message.role },
            h("span", { class: "tag" }, tr(`role_${message.role}`)), [message.content].flat().map((block) => contentView(block, (uri) => this.app.openResource(uri)))))));
      } catch (error) {
        fill(body, failure(error));
      }
    };
    return h("article", { class: "panel", "aria-labelledby": "prompt-title" },
      h("header", { class: "panel-head" },
        button([icon("back"), tr("all_prompts")], () => this.split.back(), { class: "quiet small back" }),
        h("h2", { id: "prompt-title" }, prompt.title ?? prompt.name), h("p", {}, h("code", {}, prompt.name)),
        prompt.description ? h("p", { class: "lead" }, prompt.description) : null),
      h("form", { novalidate: true, on: { submit: (event) => { event.preventDefault(); get(); } } },
        h("div", { class: "field-grid" }, fields.map((field) => field.element)),
        h("div", { class: "actions" }, h("button", { type: "submit", class: "primary" }, tr("get_prompt")))),
      body);
  }
}
