// A client of the protocol over any of the ways: it opens, asks, calls, cancels and answers.
import { Peer, Cancelled, RPCFailure } from "./peer.js";
import { PostedWay } from "./way-posted.js";
import { SecretWay } from "./way-secret.js";
import { SessionWay } from "./way-session.js";
import { StatelessWay } from "./way-stateless.js";
import { CLIENT, OLDEST, STATELESS, clientCapabilities } from "./revision.js";

const PAGES = 50;
const ROUNDS = 10;

export class Client extends EventTarget {
  /** @param ask shows the server's questions to the reader: `ask(method, params)` gives the result to send. */
  constructor(wire, meter, ask) {
    super();
    this.wire = wire;
    this.meter = meter;
    this.ask = ask;
    this.state = "closed";
    this.lastBeat = null;
    this.watches = new Map();
  }

  /** @param {"session" | "stateless" | "sse" | "secret" | "connection"} way */
  async connect(way, revision) {
    this.become("opening");
    this.peer = new Peer({
      notified: (method, params) => this.dispatchEvent(new CustomEvent("notice", { detail: { method, params } })),
      asked: (method, params) => this.answer(method, params),
    });
    this.kind = way;
    this.way = this.make(way);
    try {
      await this.way.open();
      if (way === "stateless") await this.discover();
      else if (way === "secret") await this.greet(OLDEST, false);
      else await this.greet(way === "session" ? revision : OLDEST, true);
      this.become("open");
    } catch (error) {
      await this.close();
      this.become("failed");
      throw error;
    }
  }

  make(way) {
    const receive = (message) => this.peer.receive(message, (answer) => this.way.post(answer));
    const ended = (error) => this.end(error);
    const beat = () => { this.lastBeat = Date.now(); this.dispatchEvent(new Event("beat")); };
    switch (way) {
      case "session": return new SessionWay(this.wire, receive, ended);
      case "stateless": return new StatelessWay(this.wire, receive);
      case "secret": return new SecretWay(this.wire, receive, ended, beat);
      default: return new PostedWay(way, this.wire, receive, ended, beat);
    }
  }

  async greet(revision, hasSession) {
    const result = await this.request("initialize", { protocolVersion: revision, capabilities: clientCapabilities(revision), clientInfo: CLIENT });
    this.revision = result.protocolVersion;
    this.server = result.serverInfo;
    this.capabilities = result.capabilities ?? {};
    this.instructions = result.instructions;
    this.way.adopt(this.revision);
    if (!hasSession) return;
    await this.way.post({ jsonrpc: "2.0", method: "notifications/initialized" });
    this.way.listen();
  }

  async discover() {
    const result = await this.request("server/discover", {});
    this.revision = STATELESS;
    this.server = result._meta?.["io.modelcontextprotocol/serverInfo"] ?? { name: "?", version: "" };
    this.capabilities = result.capabilities ?? {};
    this.instructions = result.instructions;
    this.followLists();
  }

  /** Without a session, changes of lists are told to who asks for them, for as long as it asks. */
  followLists() {
    const notifications = Object.fromEntries(["tools", "resources", "prompts"].filter((list) => this.capabilities[list]?.listChanged)
      .map((list) => [`${list}ListChanged`, true]));
    if (Object.keys(notifications).length) this.listen("lists", notifications);
  }

  /** Keeps a subscription of the stateless revision, until it is stopped or the server ends it. */
  listen(key, notifications) {
    const stop = new AbortController();
    this.watches.set(key, () => stop.abort());
    this.request("subscriptions/listen", { notifications }, { signal: stop.signal, isEndless: true })
      .catch((error) => { if (!(error instanceof Cancelled)) this.wire.frames.add("info", "subscriptions/listen", "stream lost", error.message); })
      .finally(() => this.watches.delete(key));
  }

  become(state, error = null) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, error } }));
  }

  /** The other side is gone. */
  end(error) {
    if (this.state !== "open") return;
    this.peer.failAll(error);
    this.become("lost", error);
  }

  async close() {
    const way = this.way;
    for (const stop of [...this.watches.values()]) stop();
    this.watches.clear();
    this.peer?.failAll(new Cancelled());
    this.become("closed");
    try {
      await way?.close();
    } catch (error) {
      // The reader has left; that the server could not be told is in the log of frames.
      this.wire.frames.add("info", "close", "error", String(error.message));
    }
  }

  /**
   * Sends a request and waits for its answer.
   * @param {AbortSignal} signal gives it up, in the manner of the dialect: by a notification, or by closing the connection.
   */
  async request(method, params = {}, { signal, onProgress, label, isEndless = false } = {}) {
    if (signal?.aborted) throw new Cancelled();
    const { id, message, answer } = this.peer.open(method, params, onProgress);
    const begin = performance.now();
    const giveUp = new AbortController();
    const cancel = () => {
      if (!this.peer.isWaiting(id)) return;
      this.peer.fail(id, new Cancelled());
      if (this.way.cancelsBy === "disconnect") giveUp.abort();
      else this.way.post({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id, reason: "cancelled in the console" } })
        .catch((error) => this.wire.frames.add("info", "notifications/cancelled", "error", String(error.message)));
    };
    signal?.addEventListener("abort", cancel, { once: true });
    this.way.post(message, { signal: giveUp.signal, isWaiting: () => this.peer.isWaiting(id) }).catch((error) => this.peer.fail(id, error));
    let failed = true;
    try {
      const result = await answer;
      failed = result.isError === true;
      return result;
    } catch (error) {
      if (error instanceof Cancelled) failed = false;
      throw error;
    } finally {
      signal?.removeEventListener("abort", cancel);
      // How long a subscription was kept is no latency.
      if (!isEndless) this.meter.record(label ?? method, performance.now() - begin, failed);
    }
  }

  /** A request of those that may ask something first; in the stateless revision the questions come as a result, and the request goes again. */
  async converse(method, params, options) {
    let result = await this.request(method, params, options);
    for (let round = 0; result.resultType === "input_required"; round++) {
      if (round >= ROUNDS) throw new Error("the server asks for ever");
      const inputResponses = {};
      for (const [key, request] of Object.entries(result.inputRequests ?? {})) {
        inputResponses[key] = await this.answer(request.method, request.params ?? {}, options?.signal);
      }
      const state = result.requestState === undefined ? {} : { requestState: result.requestState };
      result = await this.request(method, { ...params, inputResponses, ...state }, options);
    }
    return result;
  }

  async answer(method, params, signal) {
    if (method === "ping") return {};
    if (method === "elicitation/create") return this.ask(params, signal);
    throw new RPCFailure({ code: -32601, message: `${method} is not for this client` });
  }

  callTool(name, args, options) {
    return this.converse("tools/call", { name, arguments: args }, { ...options, label: name });
  }

  readResource(uri, options) {
    return this.converse("resources/read", { uri }, options);
  }

  getPrompt(name, args, options) {
    return this.converse("prompts/get", { name, arguments: args }, options);
  }

  /** Whether values may be proposed. The oldest revision has the method, and no capability that would say so. */
  get canComplete() {
    return Boolean(this.capabilities?.completions) || this.revision === OLDEST;
  }

  /** @returns {Promise<string[]>} */
  async complete(ref, name, value, others = {}) {
    const { completion } = await this.request("completion/complete", { ref, argument: { name, value }, context: { arguments: others } });
    return completion?.values ?? [];
  }

  /** All pages of a list, within bounds. */
  async list(method, member) {
    const items = [];
    let cursor;
    for (let page = 0; page < PAGES; page++) {
      const result = await this.request(method, cursor === undefined ? {} : { cursor });
      items.push(...(result[member] ?? []));
      cursor = result.nextCursor;
      if (cursor === undefined || cursor === null) break;
    }
    if (member === "tools" && this.way instanceof StatelessWay) {
      const schemas = new Map(items.map((tool) => [tool.name, tool.inputSchema]));
      this.way.schemaOf = (name) => schemas.get(name);
    }
    return items;
  }

  /** Whether changes of a resource can be told here. */
  get canWatch() {
    return Boolean(this.capabilities?.resources?.subscribe) && this.kind !== "secret";
  }

  async watch(uri) {
    if (this.kind !== "stateless") {
      await this.request("resources/subscribe", { uri });
      this.watches.set(uri, () => {});
      return;
    }
    this.listen(uri, { resourceSubscriptions: [uri] });
  }

  async unwatch(uri) {
    const stop = this.watches.get(uri);
    this.watches.delete(uri);
    stop?.();
    if (this.kind !== "stateless") await this.request("resources/unsubscribe", { uri });
  }
}
