// HTTP as this page uses it: fetch to our own origin, with the key, with every frame in the log and every stream counted.
import { EventParser } from "./event-parser.js";

/** The server refused, or could not be reached. */
export class HTTPFailure extends Error {
  constructor(status, message, retryAfter = null) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export class Wire {
  /** @param {string} base the path that stands before those of the server, without a slash at its end. */
  constructor(base, credentials, frames, meter) {
    this.base = base;
    this.credentials = credentials;
    this.frames = frames;
    this.meter = meter;
  }

  /** The same with another key; with none it is this. */
  with(key) {
    return key ? new Wire(this.base, this.credentials.with(key), this.frames, this.meter) : this;
  }

  /** Posts a message. */
  async post(path, message, headers = {}, signal = undefined) {
    const body = JSON.stringify(message);
    this.frames.add("out", `POST ${path.split("?")[0]}`, kind(message), body);
    return this.send(path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body, signal });
  }

  async send(path, init) {
    const headers = { ...init.headers, ...this.credentials.headers() };
    try {
      // No cookies, no redirects: neither is part of any dialect, and a key must not follow one elsewhere.
      return await fetch(this.address(path), { ...init, headers, credentials: "omit", redirect: "error", cache: "no-store" });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      this.frames.add("info", path, "network", String(error.message));
      throw new HTTPFailure(0, String(error.message));
    }
  }

  /** @param {string} path ours, or an address that the server named; it must be of our own origin. */
  address(path) {
    const url = path.startsWith("/") ? new URL(this.base + path, location.origin) : new URL(path);
    if (url.origin !== location.origin) throw new HTTPFailure(0, `${url.origin} is not the origin of this page`);
    return url.href;
  }

  /** The body of a response that is one document. */
  async text(response, via) {
    const text = await response.text();
    if (text) this.frames.add("in", via, `HTTP ${response.status}`, text, text);
    return text;
  }

  async failure(response, via) {
    const text = await this.text(response, via);
    if (!text) this.frames.add("in", via, `HTTP ${response.status}`, "");
    let message = text.slice(0, 400);
    try {
      const body = JSON.parse(text);
      message = typeof body.error === "string" ? body.error : body.error?.message ?? body.detail ?? body.title ?? message;
    } catch {
      // Not JSON: the text itself is the best there is.
    }
    return new HTTPFailure(response.status, message || response.statusText, response.headers.get("Retry-After"));
  }

  /** The events of a response; the parser knows the last id and the time to wait. */
  async *events(response, via, parser = new EventParser()) {
    parser.begin();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    this.meter.openStreams(1);
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        for (const event of parser.push(value)) {
          this.frames.add("in", via, event.name, event.data, event.data, event.id);
          if (event.name !== ":") yield event;
        }
      }
    } finally {
      this.meter.openStreams(-1);
      reader.cancel().catch(() => {}); // It has failed or ended already.
    }
  }
}

/** What a message is, in a word or two. */
export function kind(message) {
  if (Array.isArray(message)) return `batch ${message.length}`;
  if (message.method) return message.id === undefined ? message.method : `${message.method} ${message.id}`;
  return message.error ? "error" : "result";
}
