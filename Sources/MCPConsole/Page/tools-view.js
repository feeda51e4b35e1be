// The tools of the server: a list to choose from, and the one that was chosen.
import { fill, h } from "./dom.js";
import { MasterDetail } from "./master-detail.js";
import { ToolPanel } from "./tool-panel.js";
import { tr } from "./phrase.js";

export class ToolsView {
  constructor(app) {
    this.app = app;
    this.panels = new Map();
    this.split = new MasterDetail({
      label: tr("tools"), search: tr("search_tools"), empty: tr("choose_tool"),
      text: (tool) => `${tool.name} ${tool.title ?? ""} ${tool.description ?? ""}`,
      row: (tool) => [h("strong", {}, tool.title ?? tool.name), h("span", { class: "muted clamp" }, tool.description ?? "")],
      detail: (tool) => this.panel(tool).element,
    });
    this.element = this.split.element;
    app.addEventListener("opened", () => this.load(true));
    app.addEventListener("closed", () => this.clear());
    app.addEventListener("changed:tools", () => this.load(false));
    this.clear();
  }

  clear() {
    this.panels.clear();
    this.split.fail(this.app.notConnected());
  }

  async load(isFresh) {
    if (isFresh) this.panels.clear();
    if (!this.app.client.capabilities.tools) return this.split.fail(h("p", { class: "empty" }, tr("has_none")));
    try {
      this.tools = await this.app.client.list("tools/list", "tools");
      for (const tool of this.tools) {
        const panel = this.panels.get(tool.name);
        if (panel && !panel.abort && JSON.stringify(panel.tool) !== JSON.stringify(tool)) this.panels.delete(tool.name);
      }
      this.split.show(this.tools, (tool) => tool.name);
    } catch (error) {
      this.split.fail(this.app.failed(error));
    }
  }

  panel(tool) {
    if (!this.panels.has(tool.name)) this.panels.set(tool.name, new ToolPanel(this.app, tool, () => this.split.back()));
    return this.panels.get(tool.name);
  }

  /** Shows a tool with arguments, and calls it where that is asked for. */
  open(name, args, isCalled) {
    const tool = this.tools?.find((one) => one.name === name);
    if (!tool) return false;
    const panel = this.panel(tool);
    panel.form.set(args);
    this.split.choose(name);
    if (isCalled) panel.call(args);
    return true;
  }
}
