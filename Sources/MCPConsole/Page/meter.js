// Counts what this page does: calls, errors, how long they took, and how many streams are open.

const STEP = 5_000;
const STEPS = 60;
const SAMPLES = 500;

export class Meter extends EventTarget {
  constructor() {
    super();
    this.calls = 0;
    this.errors = 0;
    this.streams = 0;
    this.samples = [];
    this.buckets = [];
    this.byName = new Map();
    this.server = null;
  }

  record(name, duration, failed) {
    this.calls += 1;
    if (failed) this.errors += 1;
    this.samples.push({ time: Date.now(), duration, failed, name });
    if (this.samples.length > SAMPLES) this.samples.shift();
    const bucket = this.bucket();
    bucket.calls += 1;
    if (failed) bucket.errors += 1;
    const entry = this.byName.get(name) ?? { calls: 0, errors: 0, times: [] };
    entry.calls += 1;
    if (failed) entry.errors += 1;
    entry.times.push(duration);
    if (entry.times.length > SAMPLES) entry.times.shift();
    this.byName.set(name, entry);
    this.dispatchEvent(new Event("change"));
  }

  openStreams(change) {
    this.streams += change;
    const bucket = this.bucket();
    bucket.streams = Math.max(bucket.streams, this.streams);
    this.dispatchEvent(new Event("change"));
  }

  /** What `/health` says of the whole server. */
  recordServer(health) {
    this.server = health;
    this.bucket().serverStreams = health.streams;
    this.dispatchEvent(new Event("change"));
  }

  bucket() {
    const start = Math.floor(Date.now() / STEP) * STEP;
    let bucket = this.buckets.at(-1);
    if (!bucket || bucket.start !== start) {
      bucket = { start, calls: 0, errors: 0, streams: this.streams, serverStreams: this.server?.streams ?? null };
      this.buckets.push(bucket);
      if (this.buckets.length > STEPS) this.buckets.shift();
    }
    return bucket;
  }

  /** The last five minutes, with the steps in which nothing happened. */
  timeline() {
    const end = this.bucket().start;
    const known = new Map(this.buckets.map((bucket) => [bucket.start, bucket]));
    let streams = 0, serverStreams = null;
    return Array.from({ length: STEPS }, (_, index) => {
      const start = end - (STEPS - 1 - index) * STEP;
      const bucket = known.get(start);
      if (bucket) { streams = bucket.streams; serverStreams = bucket.serverStreams ?? serverStreams; }
      return bucket ?? { start, calls: 0, errors: 0, streams, serverStreams };
    });
  }
}

/** @param {number} share from 0 to 1 */
export function percentile(values, share) {
  if (!values.length) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
