// The key that calls are made with. It lives in this page, or, where the reader asks for it, in the tab: never in an address, never on disk.

const STORE = "mcp-console.key";

export class Credentials {
  constructor(manner = "none", key = "") {
    this.manner = manner;
    this.key = key;
  }

  /** Another key, shown in the same manner. */
  with(key) {
    return new Credentials(this.manner === "none" ? "api-key" : this.manner, key);
  }

  headers() {
    if (!this.key || this.manner === "none") return {};
    return this.manner === "bearer" ? { Authorization: `Bearer ${this.key}` } : { "X-API-Key": this.key };
  }

  /** @returns what an earlier page of this tab kept, or nothing. */
  static kept() {
    try {
      const { manner, key } = JSON.parse(sessionStorage.getItem(STORE) ?? "{}");
      return typeof key === "string" && ["bearer", "api-key"].includes(manner) ? new Credentials(manner, key) : new Credentials();
    } catch {
      return new Credentials();
    }
  }

  keep(isWanted) {
    try {
      if (isWanted && this.key) sessionStorage.setItem(STORE, JSON.stringify({ manner: this.manner, key: this.key }));
      else sessionStorage.removeItem(STORE);
    } catch {
      // A browser that keeps nothing for pages keeps no key either.
    }
  }
}
