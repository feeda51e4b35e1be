// The shared-secret dialect: a stream of signs of life at /sse, and one request, one answer, at POST /rpc.

export class SecretWay {
  static id = "secret";
  cancelsBy = "disconnect";
  hasNoProgress = true;

  constructor(wire, receive, onEnd, onBeat) {
    this.wire = wire;
    this.receive = receive;
    this.onEnd = onEnd;
    this.onBeat = onBeat;
    this.life = new AbortController();
  }

  /** Returns when the server has said that it is ready. */
  async open() {
    this.wire.frames.add("out", "GET /sse", "stream", "");
    const response = await this.wire.send("/sse", { method: "GET", headers: { Accept: "text/event-stream" }, signal: this.life.signal });
    if (!response.ok) throw await this.wire.failure(response, "GET /sse");
    await new Promise((resolve, reject) => this.read(response, resolve).then(() => reject(new Error("the stream has ended")), reject));
  }

  async read(response, ready) {
    let isReady = false;
    try {
      for await (const event of this.wire.events(response, "GET /sse")) {
        if (event.name === "ready") { isReady = true; ready(); }
        else if (event.name === "ping") this.onBeat("ping");
      }
    } catch (error) {
      if (!this.life.signal.aborted) this.wire.frames.add("info", "GET /sse", "stream lost", String(error.message));
    }
    if (isReady && !this.life.signal.aborted) this.onEnd(new Error("the stream has ended"));
  }

  adopt() {}
  async listen() {}

  async post(message, { signal } = {}) {
    const signals = AbortSignal.any([this.life.signal, ...(signal ? [signal] : [])]);
    const response = await this.wire.post("/rpc", message, { Accept: "application/json" }, signals);
    if (response.status === 202 || response.status === 204) return;
    if (!response.ok) throw await this.wire.failure(response, "POST /rpc");
    this.receive(JSON.parse(await this.wire.text(response, "POST /rpc")));
  }

  async close() {
    this.life.abort();
  }
}
