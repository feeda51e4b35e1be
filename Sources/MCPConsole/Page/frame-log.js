// The frames that went over the wire, the latest ones of them.

const COUNT = 1000;
const TEXT = 256 << 10;
const TOTAL = 8 << 20;

export class FrameLog extends EventTarget {
  constructor() {
    super();
    this.frames = [];
    this.size = 0;
    this.last = 0;
    this.dropped = 0;
  }

  /**
   * @param {"out" | "in" | "info"} direction
   * @param {string} via such as `POST /mcp`
   * @param {string} name a method, an event, a status
   */
  add(direction, via, name, text, json = null, id = null) {
    const frame = { number: ++this.last, time: Date.now(), direction, via, name: named(name, json), text: text.slice(0, TEXT), size: text.length, id };
    this.frames.push(frame);
    this.size += frame.text.length;
    while (this.frames.length > COUNT || this.size > TOTAL) {
      this.size -= this.frames.shift().text.length;
      this.dropped += 1;
    }
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
    return frame;
  }

  clear() {
    this.frames = [];
    this.size = 0;
    this.dropped = 0;
    this.dispatchEvent(new Event("clear"));
  }

  /** Those after a number, which were recorded while something ran. */
  since(number) {
    return this.frames.filter((frame) => frame.number > number);
  }
}

/** An incoming message says more by its method than by the event that it came in. */
function named(name, json) {
  const [, id, what, method] = /^\{"jsonrpc":"2\.0",(?:"id":([^,]{1,40}),)?(?:"(result|error)":|"method":"([^"]{1,80})")/.exec(json ?? "") ?? [];
  if (method) return `${name} · ${method}`;
  return what ? `${name} · ${what} ${id ?? ""}` : name;
}
