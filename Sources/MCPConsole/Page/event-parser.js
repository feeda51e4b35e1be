// Reads an event stream (WHATWG HTML, server-sent events), piece by piece. EventSource would do it, but cannot send a key in a header.

const BUFFER = 8 << 20;

export class EventParser {
  constructor() {
    this.lastID = "";
    this.retry = null;
    this.begin();
  }

  /** A new stream: what the one before left unfinished is gone; where it was is not. */
  begin() {
    this.pending = "";
    this.endedWithCR = false;
    this.clear();
  }

  clear() {
    this.name = "";
    this.data = [];
    this.hasID = false;
  }

  /** @returns the events that are whole now; comments come as events named `:`. */
  push(text) {
    if (this.endedWithCR && text.startsWith("\n")) text = text.slice(1);
    this.endedWithCR = text.endsWith("\r");
    const lines = (this.pending + text).split(/\r\n|\n|\r/);
    this.pending = lines.pop();
    if (this.pending.length > BUFFER) throw new Error("a line of the stream is too long");
    return lines.flatMap((line) => this.take(line));
  }

  take(line) {
    if (line === "") return this.end();
    if (line.startsWith(":")) return [{ name: ":", data: line.slice(1).trimStart(), id: null }];
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") this.name = value;
    else if (field === "data") this.data.push(value);
    else if (field === "id" && !value.includes("\0")) { this.lastID = value; this.hasID = true; }
    else if (field === "retry" && /^[0-9]+$/.test(value)) this.retry = Math.min(Number(value), 60_000);
    return [];
  }

  end() {
    const event = { name: this.name || "message", data: this.data.join("\n"), id: this.hasID ? this.lastID : null };
    const isEvent = this.data.length > 0;
    this.clear();
    return isEvent ? [event] : [];
  }
}
