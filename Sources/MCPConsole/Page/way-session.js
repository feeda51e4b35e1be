// Streamable HTTP with a session (2025-03-26 to 2025-11-25): POST, GET and DELETE /mcp.
import { EventParser } from "./event-parser.js";
import { has } from "./revision.js";
import { pause } from "./pause.js";

const BOTH = "application/json, text/event-stream";
const ATTEMPTS = 20;
const STEADY = 10_000;
const LONGEST = 10_000;

export class SessionWay {
  static id = "session";
  cancelsBy = "notification";

  constructor(wire, receive, onEnd) {
    this.wire = wire;
    this.receive = receive;
    this.onEnd = onEnd;
    this.session = null;
    this.revision = null;
    this.life = new AbortController();
  }

  async open() {}

  adopt(revision) {
    this.revision = revision;
  }

  headers(more) {
    const headers = { Accept: BOTH, ...more };
    if (this.session) headers["Mcp-Session-Id"] = this.session;
    if (this.session && this.revision && has(this.revision, "versionHeader")) headers["MCP-Protocol-Version"] = this.revision;
    return headers;
  }

  /** @param isWaiting whether the answer is still to come. */
  async post(message, { isWaiting = () => false } = {}) {
    const response = await this.wire.post("/mcp", message, this.headers(), this.life.signal);
    this.session = response.headers.get("Mcp-Session-Id") ?? this.session;
    if (response.status === 202) return;
    const type = response.headers.get("Content-Type") ?? "";
    if (!response.ok) throw await this.ended(response);
    if (type.startsWith("text/event-stream")) await this.read(response, "POST /mcp", isWaiting);
    else this.receive(JSON.parse(await this.wire.text(response, "POST /mcp")));
  }

  /** Reads a stream to its end, and comes back for what is missing. */
  async read(response, via, isWaiting) {
    const parser = new EventParser();
    const isOurs = via === "POST /mcp";
    let failures = 0;
    for (;;) {
      const begin = performance.now();
      try {
        const open = response ?? await this.get(parser.lastID);
        for await (const event of this.wire.events(open, via, parser)) if (event.data) this.receive(JSON.parse(event.data));
      } catch (error) {
        if (this.life.signal.aborted) return;
        // Who is refused is refused again; a connection that broke may be made again.
        if (error.status >= 400) throw error;
        this.wire.frames.add("info", via, "stream lost", String(error.message));
      }
      failures = performance.now() - begin > STEADY ? 0 : failures + 1;
      if (!isWaiting() || this.life.signal.aborted) return;
      // What belongs to a request is only where it was; the session's own stream may begin anew.
      if (failures > ATTEMPTS || isOurs && !parser.lastID) throw new Error("the stream ended before the answer");
      await pause(parser.retry ?? Math.min(500 * failures, LONGEST), this.life.signal);
      if (this.life.signal.aborted || !isWaiting()) return;
      [response, via] = [null, "GET /mcp"];
    }
  }

  async get(lastID) {
    const headers = this.headers({ Accept: "text/event-stream" });
    if (lastID) headers["Last-Event-ID"] = lastID;
    this.wire.frames.add("out", "GET /mcp", lastID ? `Last-Event-ID ${lastID}` : "stream", "");
    const response = await this.wire.send("/mcp", { method: "GET", headers, signal: this.life.signal });
    if (!response.ok) throw await this.wire.failure(response, "GET /mcp");
    return response;
  }

  /** Messages that belong to no request: the session's own stream, for as long as the session lives. */
  async listen() {
    try {
      await this.read(null, "GET /mcp", () => true);
    } catch (error) {
      if (error.status === 404) this.onEnd(error);
      else if (!this.life.signal.aborted && error.status !== 405) this.wire.frames.add("info", "GET /mcp", "stream lost", String(error.message));
    }
  }

  async ended(response) {
    const failure = await this.wire.failure(response, "POST /mcp");
    if (response.status === 404 && this.session) this.onEnd(failure);
    return failure;
  }

  async close() {
    this.life.abort();
    if (!this.session) return;
    this.wire.frames.add("out", "DELETE /mcp", "end of session", "");
    const headers = this.headers();
    this.session = null;
    await this.wire.send("/mcp", { method: "DELETE", headers, keepalive: true });
  }
}
