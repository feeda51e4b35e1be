// Resources and templates: read one, and be told when it changes.
import { button, fill, h } from "./dom.js";
import { completedInput, readInputs } from "./completed-input.js";
import { failure } from "./outcome-view.js";
import { icon } from "./icon.js";
import { MasterDetail } from "./master-detail.js";
import { resourceView } from "./content-view.js";
import { expand, variables } from "./uri-template.js";
import { clock, tr } from "./phrase.js";

export class ResourcesView {
  constructor(app) {
    this.app = app;
    this.split = new MasterDetail({
      label: tr("resources"), search: tr("search_resources"), empty: tr("choose_resource"),
      text: (entry) => `${entry.name} ${entry.title ?? ""} ${entry.uri ?? entry.uriTemplate} ${entry.description ?? ""}`,
      row: (entry) => [
        h("strong", {}, entry.title ?? entry.name, entry.uriTemplate ? h("span", { class: "tag" }, tr("template")) : null),
        h("code", { class: "uri" }, entry.uri ?? entry.uriTemplate)],
      detail: (entry) => this.panel(entry),
    });
    this.element = this.split.element;
    app.addEventListener("opened", () => this.load());
    app.addEventListener("closed", () => this.split.fail(app.notConnected()));
    app.addEventListener("changed:resources", () => this.load());
    this.split.fail(app.notConnected());
  }

  async load() {
    const { client } = this.app;
    if (!client.capabilities.resources) return this.split.fail(h("p", { class: "empty" }, tr("has_none")));
    try {
      const resources = await client.list("resources/list", "resources");
      const templates = await client.list("resources/templates/list", "resourceTemplates");
      this.split.show([...resources, ...templates], (entry) => entry.uri ?? entry.uriTemplate);
    } catch (error) {
      this.split.fail(this.app.failed(error));
    }
  }

  panel(entry) {
    const { client } = this.app;
    const body = h("div", { class: "outcome-place", "aria-live": "polite" });
    const names = entry.uriTemplate ? variables(entry.uriTemplate) : [];
    const fields = names.map((name) => completedInput({
      name, required: true,
      complete: client.canComplete
        ? (value) => client.complete({ type: "ref/resource", uri: entry.uriTemplate }, name, value, others(fields, name)) : null,
    }));
    const address = () => {
      if (!entry.uriTemplate) return entry.uri;
      const values = readInputs(fields);
      return values && expand(entry.uriTemplate, values);
    };
    const form = h("form", { novalidate: true, on: { submit: (event) => { event.preventDefault(); const uri = address(); if (uri) this.read(uri, body); } } },
      fields.length ? h("div", { class: "field-grid" }, fields.map((field) => field.element)) : null,
      h("div", { class: "actions" }, h("button", { type: "submit", class: "primary" }, tr("read")),
        client.canWatch ? this.watcher(address) : null));
    return h("article", { class: "panel", "aria-labelledby": "resource-title" },
      h("header", { class: "panel-head" },
        button([icon("back"), tr("all_resources")], () => this.split.back(), { class: "quiet small back" }),
        h("h2", { id: "resource-title" }, entry.title ?? entry.name),
        h("p", { class: "row wrap" }, h("code", { class: "uri" }, entry.uri ?? entry.uriTemplate), entry.mimeType ? h("span", { class: "tag" }, entry.mimeType) : null),
        entry.description ? h("p", { class: "lead" }, entry.description) : null),
      form, body);
  }

  async read(uri, place) {
    fill(place, h("p", { class: "muted" }, tr("running")));
    try {
      const { contents = [] } = await this.app.client.readResource(uri);
      fill(place, contents.map((one) => resourceView(one, (address) => this.app.openResource(address))));
    } catch (error) {
      fill(place, failure(error));
    }
  }

  /** A switch that has the server tell of changes. */
  watcher(address) {
    const { client } = this.app;
    const note = h("span", { class: "muted", role: "status" });
    let uri = null, count = 0;
    const heard = ({ detail: { method, params } }) => {
      if (method !== "notifications/resources/updated" || params.uri !== uri) return;
      count += 1;
      fill(note, tr("updates", { count, time: clock(Date.now()) }));
    };
    const control = button([icon("eye"), tr("watch")], async () => {
      try {
        if (uri) {
          await client.unwatch(uri);
          client.removeEventListener("notice", heard);
          uri = null;
          note.replaceChildren();
        } else {
          uri = address();
          if (!uri) return;
          client.addEventListener("notice", heard);
          await client.watch(uri);
          fill(note, tr("watching"));
        }
      } catch (error) {
        uri = null;
        fill(note, error.message);
      }
      control.setAttribute("aria-pressed", String(Boolean(uri)));
    }, { "aria-pressed": "false" });
    return [control, note];
  }

  /** Reads an address that is in no list, such as one that a result links to. */
  open(uri) {
    const entry = { uri, name: uri };
    fill(this.split.detail, this.panel(entry));
    this.split.chosen = null;
    this.split.mark();
    this.split.body.classList.add("has-choice");
    this.read(uri, this.split.detail.querySelector(".outcome-place"));
    this.split.detail.focus({ preventScroll: true });
  }
}

const others = (fields, name) => Object.fromEntries(fields.filter((field) => field.name !== name && field.input.value).map((field) => [field.name, field.input.value]));
