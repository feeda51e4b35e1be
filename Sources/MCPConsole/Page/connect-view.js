// How to reach the server, and what it says of itself.
import { button, fill, h } from "./dom.js";
import { Credentials } from "./credentials.js";
import { failure } from "./outcome-view.js";
import { icon } from "./icon.js";
import { SESSIONS } from "./revision.js";
import { tr } from "./phrase.js";

const WAYS = ["stateless", "session", "sse", "secret", "connection"];

export class ConnectView {
  constructor(app) {
    this.app = app;
    const kept = Credentials.kept();
    this.ways = WAYS.map((way) => h("input", { type: "radio", name: "way", value: way, checked: way === "stateless", on: { change: () => this.adapt() } }));
    this.revision = h("select", { id: "revision" }, SESSIONS.map((revision) => h("option", { value: revision }, revision)));
    this.revisionField = h("div", { class: "field" }, h("label", { htmlFor: "revision" }, tr("revision")), this.revision);
    this.manner = h("select", { id: "manner", on: { change: () => this.adapt() } },
      ["none", "api-key", "bearer"].map((manner) => h("option", { value: manner }, tr(`manner_${manner}`))));
    this.manner.value = kept.manner;
    this.key = h("input", { id: "key", type: "password", autocomplete: "off", spellcheck: "false", value: kept.key, "aria-describedby": "key-help" });
    const eye = button(icon("eye"), () => {
      const isShown = this.key.type === "text";
      this.key.type = isShown ? "password" : "text";
      eye.setAttribute("aria-pressed", String(!isShown));
    }, { class: "icon", "aria-label": tr("show_key"), "aria-pressed": "false" });
    this.keep = h("input", { id: "keep", type: "checkbox", checked: Boolean(kept.key) });
    this.keyFields = h("div", { class: "field" }, h("label", { htmlFor: "key" }, tr("key")),
      h("div", { class: "joined" }, this.key, eye), h("p", { class: "field-help", id: "key-help" }, tr("key_help")),
      h("label", { class: "flag" }, this.keep, h("span", {}, tr("keep_key"))));
    this.base = h("input", { id: "base", type: "text", autocomplete: "off", spellcheck: "false", value: app.base, placeholder: "/t/acme", "aria-describedby": "base-help" });
    this.submit = h("button", { type: "submit", class: "primary" }, icon("connect"), tr("connect"));
    this.leave = button([icon("close"), tr("disconnect")], () => app.disconnect());
    this.problem = h("div", {});
    this.about = h("section", { class: "card about", "aria-label": tr("about_server") });
    const form = h("form", { class: "card", novalidate: true, on: { submit: (event) => { event.preventDefault(); this.connect(); } } },
      h("fieldset", { class: "ways" }, h("legend", {}, tr("way")),
        WAYS.map((way, index) => h("label", { class: "way" }, this.ways[index],
          h("span", { class: "way-text" }, h("strong", {}, tr(`way_${way}`)), h("span", { class: "muted" }, tr(`way_${way}_help`)))))),
      h("div", { class: "field-grid" },
        this.revisionField,
        h("div", { class: "field" }, h("label", { htmlFor: "manner" }, tr("manner")), this.manner),
        this.keyFields),
      h("details", { class: "more" }, h("summary", {}, tr("advanced")),
        h("div", { class: "field" }, h("label", { htmlFor: "base" }, tr("base")), this.base, h("p", { class: "field-help", id: "base-help" }, tr("base_help")))),
      this.problem,
      h("div", { class: "actions" }, this.submit, this.leave));
    this.element = h("div", { class: "columns" }, form, this.about);
    app.addEventListener("connection", () => this.refresh());
    this.adapt();
    this.refresh();
  }

  get way() {
    return this.ways.find((radio) => radio.checked).value;
  }

  adapt() {
    this.revisionField.hidden = this.way !== "session";
    if (this.way === "secret" && this.manner.value === "none") this.manner.value = "bearer";
    this.keyFields.hidden = this.manner.value === "none";
  }

  async connect() {
    const credentials = new Credentials(this.manner.value, this.key.value.trim());
    credentials.keep(this.keep.checked);
    fill(this.problem);
    try {
      await this.app.connect({ way: this.way, revision: this.revision.value, credentials, base: this.base.value });
    } catch (error) {
      fill(this.problem, failure(error));
    }
  }

  refresh() {
    const { client } = this.app;
    const state = client?.state ?? "closed";
    this.submit.disabled = state === "opening";
    this.leave.hidden = state !== "open";
    fill(this.submit, icon("connect"), tr(state === "open" ? "reconnect" : state === "opening" ? "connecting" : "connect"));
    this.about.replaceChildren();
    if (state !== "open") {
      fill(this.about, h("div", { class: "empty" }, icon("connect"), h("h2", {}, tr("no_server")), h("p", {}, tr("no_server_help"))));
      return;
    }
    const features = Object.entries(client.capabilities).filter(([name]) => name !== "extensions" && name !== "experimental");
    fill(this.about,
      h("h2", {}, client.server.title ?? client.server.name),
      h("dl", { class: "facts" },
        fact("server", `${client.server.name} ${client.server.version}`), fact("revision", client.revision), fact("way", tr(`way_${client.kind}`)),
        client.way.session ? fact("session", client.way.session) : null),
      h("h3", {}, tr("capabilities")),
      h("ul", { class: "tags" }, features.map(([name, more]) => h("li", { class: "tag" }, name, Object.keys(more ?? {}).length ? ` · ${Object.keys(more).join(", ")}` : ""))),
      client.instructions ? [h("h3", {}, tr("instructions")), h("pre", { class: "text", tabIndex: 0, role: "region", "aria-label": tr("instructions") }, client.instructions)] : null,
      client.way.hasNoProgress ? h("p", { class: "note" }, tr("secret_note")) : null);
  }
}

const fact = (key, value) => [h("dt", {}, tr(key)), h("dd", {}, value)];
