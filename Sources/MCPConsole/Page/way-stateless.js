// The stateless revision (2026-07-28): every POST says everything, and its connection is the call.
import { CLIENT, STATELESS, clientCapabilities } from "./revision.js";
import { parameterHeaders, headerValue } from "./request-header.js";

const KEY = "io.modelcontextprotocol/";

export class StatelessWay {
  static id = "stateless";
  cancelsBy = "disconnect";

  constructor(wire, receive) {
    this.wire = wire;
    this.receive = receive;
    this.logLevel = "info";
    this.life = new AbortController();
    /** Schemas of tools, of which some arguments are repeated in headers. */
    this.schemaOf = () => null;
  }

  async open() {}
  adopt() {}
  async listen() {}

  async post(message, { signal, isWaiting = () => false } = {}) {
    const params = message.params ?? {};
    const meta = {
      ...params._meta, [`${KEY}protocolVersion`]: STATELESS, [`${KEY}clientInfo`]: CLIENT,
      [`${KEY}clientCapabilities`]: clientCapabilities(STATELESS), [`${KEY}logLevel`]: this.logLevel,
    };
    const headers = { Accept: "application/json, text/event-stream", "MCP-Protocol-Version": STATELESS, "Mcp-Method": message.method };
    const name = message.method === "resources/read" ? params.uri : ["tools/call", "prompts/get"].includes(message.method) ? params.name : null;
    if (name !== null && name !== undefined) headers["Mcp-Name"] = headerValue(name);
    if (message.method === "tools/call") Object.assign(headers, parameterHeaders(this.schemaOf(name), params.arguments));
    const signals = AbortSignal.any([this.life.signal, ...(signal ? [signal] : [])]);
    const response = await this.wire.post("/mcp", { ...message, params: { ...params, _meta: meta } }, headers, signals);
    if (response.status === 202) return;
    const type = response.headers.get("Content-Type") ?? "";
    if (type.startsWith("text/event-stream")) {
      for await (const event of this.wire.events(response, "POST /mcp")) if (event.data) this.receive(JSON.parse(event.data));
      if (isWaiting()) throw new Error("the stream ended before the answer");
      return;
    }
    await this.document(response);
  }

  /** An error of this revision has a status of its own, and is an answer all the same. */
  async document(response) {
    const text = await this.wire.text(response.clone(), "POST /mcp");
    let body = null;
    try {
      body = JSON.parse(text);
    } catch {
      // A refusal of something before the server, such as a proxy.
    }
    if (body?.jsonrpc !== "2.0") throw await this.wire.failure(response, "POST /mcp");
    this.receive(body);
  }

  async close() {
    this.life.abort();
  }
}
