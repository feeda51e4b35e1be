// A stream that is opened by GET, and POSTs that name it: HTTP+SSE of 2024-11-05, and the connection_id dialect.

/** What tells the two apart. */
const DIALECTS = {
  sse: { path: "/sse", opening: "endpoint", message: "message", beats: ["ping"], target: (data) => data },
  connection: {
    path: "/mcp/sse", opening: "connected", message: "mcp_response", beats: ["heartbeat"],
    target: (data) => `/mcp/sse/message?connection_id=${encodeURIComponent(JSON.parse(data).connection_id)}`,
  },
};

export class PostedWay {
  cancelsBy = "notification";

  constructor(dialect, wire, receive, onEnd, onBeat) {
    this.dialect = DIALECTS[dialect];
    this.wire = wire;
    this.receive = receive;
    this.onEnd = onEnd;
    this.onBeat = onBeat;
    this.target = null;
    this.life = new AbortController();
  }

  /** Returns when the server has said where to post to. */
  async open() {
    const { path } = this.dialect;
    this.wire.frames.add("out", `GET ${path}`, "stream", "");
    const response = await this.wire.send(path, { method: "GET", headers: { Accept: "text/event-stream" }, signal: this.life.signal });
    if (!response.ok) throw await this.wire.failure(response, `GET ${path}`);
    await new Promise((resolve, reject) => this.read(response, resolve).then(
      () => reject(new Error("the stream ended before it began")), reject));
  }

  async read(response, opened) {
    const { path, opening, message, beats, target } = this.dialect;
    try {
      for await (const event of this.wire.events(response, `GET ${path}`)) {
        if (event.name === opening) { this.target = this.ours(target(event.data)); opened(); }
        else if (event.name === message) this.receive(JSON.parse(event.data));
        else if (beats.includes(event.name)) this.onBeat(event.name);
      }
    } catch (error) {
      if (!this.life.signal.aborted) this.wire.frames.add("info", `GET ${path}`, "stream lost", String(error.message));
      if (!this.target) throw error;
    }
    if (this.target && !this.life.signal.aborted) this.onEnd(new Error("the stream has ended"));
  }

  /** An address that a server behind a proxy named is whole; one of ours begins with a slash, and may have our prefix. */
  ours(target) {
    const { base } = this.wire;
    return base && target.startsWith(`${base}/`) ? target.slice(base.length) : target;
  }

  adopt() {}
  async listen() {}

  async post(message) {
    const response = await this.wire.post(this.target, message, {}, this.life.signal);
    if (!response.ok) throw await this.wire.failure(response, "POST");
    await response.body?.cancel();
  }

  async close() {
    this.life.abort();
  }
}
