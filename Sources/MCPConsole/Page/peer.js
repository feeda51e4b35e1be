// JSON-RPC: which answer belongs to which request, and where progress goes. It knows nothing of HTTP.

/** The server answered with an error. */
export class RPCFailure extends Error {
  constructor(error) {
    super(error.message ?? "error");
    this.code = error.code;
    this.data = error.data;
  }
}

/** Somebody here gave the call up. */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
    this.name = "Cancelled";
  }
}

export class Peer {
  /** @param handlers `notified(method, params)` and `asked(method, params)`, which answers the server's own requests. */
  constructor(handlers) {
    this.handlers = handlers;
    this.waiting = new Map();
    this.lastID = 0;
  }

  /** Makes a request; it is sent by the caller. */
  open(method, params, onProgress) {
    const id = ++this.lastID;
    const message = { jsonrpc: "2.0", id, method, params: { ...params } };
    if (onProgress) message.params._meta = { ...message.params._meta, progressToken: id };
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, onProgress, method }));
    return { id, message, answer };
  }

  isWaiting(id) {
    return this.waiting.has(id);
  }

  fail(id, error) {
    const entry = this.waiting.get(id);
    this.waiting.delete(id);
    entry?.reject(error);
  }

  failAll(error) {
    for (const id of [...this.waiting.keys()]) this.fail(id, error);
  }

  /** @param reply sends our answer to a request of the server's. */
  receive(message, reply) {
    if (Array.isArray(message)) return message.forEach((one) => this.receive(one, reply));
    if (message.method !== undefined) {
      if (message.id === undefined) this.notice(message.method, message.params ?? {});
      else this.answer(message, reply);
      return;
    }
    const entry = this.waiting.get(message.id);
    if (!entry) {
      // An error without an id is about a request that could not be read; only one can have been.
      if (message.error && (message.id === null || message.id === undefined) && this.waiting.size === 1) {
        this.fail([...this.waiting.keys()][0], new RPCFailure(message.error));
      }
      return;
    }
    this.waiting.delete(message.id);
    if (message.error) entry.reject(new RPCFailure(message.error));
    else entry.resolve(message.result ?? {});
  }

  notice(method, params) {
    if (method === "notifications/progress") this.waiting.get(params.progressToken)?.onProgress?.(params);
    else this.handlers.notified(method, params);
  }

  async answer(message, reply) {
    let answer;
    try {
      answer = { result: await this.handlers.asked(message.method, message.params ?? {}) };
    } catch (error) {
      answer = { error: { code: error instanceof RPCFailure ? error.code : -32603, message: error.message } };
    }
    await reply({ jsonrpc: "2.0", id: message.id, ...answer });
  }
}
