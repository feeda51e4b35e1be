// The calls of this page, the latest ones: what was asked, what came of it, and enough to ask it again.

const COUNT = 100;
// Frames are large; those of older calls are let go.
const WITH_FRAMES = 20;

export class CallHistory extends EventTarget {
  constructor() {
    super();
    this.calls = [];
    this.last = 0;
  }

  begin(tool, args, way) {
    const call = { number: ++this.last, time: Date.now(), tool, args, way, outcome: "running", duration: null, result: null, error: null };
    this.calls.unshift(call);
    if (this.calls.length > COUNT) this.calls.pop();
    if (this.calls.length > WITH_FRAMES) this.calls[WITH_FRAMES].frames = null;
    this.dispatchEvent(new Event("change"));
    return call;
  }

  /** @param {"done" | "error" | "cancelled"} outcome */
  finish(call, outcome, more) {
    Object.assign(call, { outcome, duration: performance.now() - call.begin, ...more });
    this.dispatchEvent(new Event("change"));
  }

  clear() {
    this.calls = this.calls.filter((call) => call.outcome === "running");
    this.dispatchEvent(new Event("change"));
  }
}
