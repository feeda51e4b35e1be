// The console: what its views share, and how they are put together.
import { AskDialog } from "./ask-dialog.js";
import { CallHistory } from "./call-history.js";
import { Client } from "./client.js";
import { ConnectView } from "./connect-view.js";
import { Credentials } from "./credentials.js";
import { EventsView } from "./events-view.js";
import { FrameLog } from "./frame-log.js";
import { FramesView } from "./frames-view.js";
import { HistoryView } from "./history-view.js";
import { Meter } from "./meter.js";
import { MonitorView } from "./monitor-view.js";
import { PromptsView } from "./prompts-view.js";
import { ResourcesView } from "./resources-view.js";
import { Shell } from "./shell.js";
import { ToolsView } from "./tools-view.js";
import { Wire } from "./wire.js";
import { failure } from "./outcome-view.js";
import { h } from "./dom.js";
import { setLanguage, tr } from "./phrase.js";

const LISTS = { "notifications/tools/list_changed": "tools", "notifications/resources/list_changed": "resources", "notifications/prompts/list_changed": "prompts" };
const VIEWS = {
  connect: ConnectView, tools: ToolsView, resources: ResourcesView, prompts: PromptsView, events: EventsView, monitor: MonitorView, history: HistoryView,
  frames: FramesView,
};

/** Tells of `connection`, `opened`, `closed`, `wire`, `language`, and `changed:tools` and its like. */
class App extends EventTarget {
  constructor() {
    super();
    this.frames = new FrameLog();
    this.meter = new Meter();
    this.history = new CallHistory();
    // The page stands beside the endpoints, whatever a proxy puts before both.
    this.base = new URL(".", location.href).pathname.replace(/\/$/, "");
    this.wire = new Wire(this.base, Credentials.kept(), this.frames, this.meter);
    this.client = null;
  }

  start() {
    this.dialog = new AskDialog();
    this.views = Object.fromEntries(Object.entries(VIEWS).map(([name, View]) => [name, new View(this)]));
    this.shell = new Shell(this, Object.entries(this.views).map(([name, view]) => ({ name, view })), this.dialog.element);
    addEventListener("pagehide", () => this.client?.close());
  }

  async connect({ way, revision, credentials, base }) {
    await this.disconnect();
    const path = base.trim().replace(/\/+$/, "");
    this.base = path && !path.startsWith("/") ? `/${path}` : path;
    this.wire = new Wire(this.base, credentials, this.frames, this.meter);
    this.dispatchEvent(new Event("wire"));
    const client = new Client(this.wire, this.meter, (params, signal) => this.dialog.ask(params, signal));
    this.client = client;
    client.addEventListener("state", (event) => { if (this.client === client) this.adopt(event.detail); });
    client.addEventListener("notice", ({ detail: { method } }) => { if (LISTS[method] && client.state === "open") this.dispatchEvent(new Event(`changed:${LISTS[method]}`)); });
    await client.connect(way, revision);
  }

  adopt({ state, error }) {
    this.dispatchEvent(new Event("connection"));
    if (state === "open") this.dispatchEvent(new Event("opened"));
    if (state === "lost" || state === "closed" || state === "failed") this.dispatchEvent(new Event("closed"));
    if (state !== "opening") this.say(error ? tr("say_lost", { why: error.message }) : tr(`state_${state}`));
  }

  async disconnect() {
    await this.client?.close();
  }

  openTool(name, args, isCalled) {
    if (!this.views.tools.open(name, args, isCalled)) return this.say(tr("tool_missing", { name }));
    this.shell.go("tools");
  }

  openResource(uri) {
    if (this.client?.state !== "open") return;
    this.views.resources.open(uri);
    this.shell.go("resources");
  }

  speak(language) {
    setLanguage(language);
    this.dispatchEvent(new Event("language"));
  }

  say(phrase) {
    this.shell?.say(phrase);
  }

  notConnected() {
    return h("div", { class: "empty" }, h("p", {}, tr("connect_first")), h("p", {}, h("a", { class: "button", href: "#connect" }, tr("connect"))));
  }

  failed(error) {
    return failure(error);
  }
}

setLanguage(navigator.language);
new App().start();
