// Live events: GET /events/stream, apart from the protocol, resumed where it broke off.
import { EventParser } from "./event-parser.js";
import { pause } from "./pause.js";

const LONGEST = 15_000;

export class EventFeed extends EventTarget {
  constructor(wire) {
    super();
    this.wire = wire;
    this.parser = new EventParser();
    this.state = "closed";
    this.life = null;
  }

  /** Where to go on from; the server tells it before the first event too. */
  get lastID() {
    return this.parser.lastID;
  }

  /** Goes on from now, not from where it was. */
  forget() {
    this.parser = new EventParser();
  }

  /** @param filter `type`, `ticket`, `account`: what stands in the query. */
  start(filter) {
    this.stop();
    this.life = new AbortController();
    this.run(filter, this.life.signal);
  }

  stop() {
    this.life?.abort();
    this.life = null;
    this.become("closed");
  }

  become(state, error = null) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, error } }));
  }

  async run(filter, signal) {
    const { parser } = this;
    let wait = 1_000;
    this.become("opening");
    while (!signal.aborted) {
      try {
        const response = await this.get(filter, signal);
        if (signal.aborted) return;
        wait = 1_000;
        this.become("open");
        for await (const event of this.wire.events(response, "GET /events/stream", parser)) this.take(event);
      } catch (error) {
        if (signal.aborted) return;
        // Who is refused is refused again; only what may pass is tried again.
        if ([400, 401, 403, 404, 405].includes(error.status)) { this.life = null; return this.become("failed", error); }
        this.become("waiting", error);
      }
      if (signal.aborted) return;
      if (this.state === "open") this.become("waiting");
      await pause(parser.retry ?? wait, signal);
      wait = Math.min(wait * 2, LONGEST);
    }
  }

  async get(filter, signal) {
    const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
    const path = `/events/stream${query.size ? `?${query}` : ""}`;
    const headers = { Accept: "text/event-stream" };
    if (this.lastID) headers["Last-Event-ID"] = this.lastID;
    this.wire.frames.add("out", "GET /events/stream", this.lastID ? `Last-Event-ID ${this.lastID}` : "stream", query.toString());
    const response = await this.wire.send(path, { method: "GET", headers, signal });
    if (!response.ok) throw await this.wire.failure(response, "GET /events/stream");
    return response;
  }

  take(event) {
    let data;
    try {
      data = JSON.parse(event.data);
    } catch {
      data = { payload: event.data }; // Shown as it came.
    }
    const events = event.name === "batch" && Array.isArray(data.events) ? data.events : [data];
    for (const one of events) {
      const type = event.name === "batch" ? one.type : event.name;
      this.dispatchEvent(new CustomEvent(type === "gap" ? "gap" : "event", { detail: { type, id: one.id ?? event.id, ...one } }));
    }
  }
}
