// What the revisions of the protocol let a client do.

const SINCE = { elicitation: "2025-06-18", urlElicitation: "2025-11-25", versionHeader: "2025-06-18" };

export const STATELESS = "2026-07-28";
export const OLDEST = "2024-11-05";
export const SESSIONS = ["2025-11-25", "2025-06-18", "2025-03-26"];

/** Revisions are dates, so they compare as text. */
export const has = (revision, feature) => revision >= SINCE[feature];

/** What we tell servers that we can do. */
export function clientCapabilities(revision) {
  if (has(revision, "urlElicitation")) return { elicitation: { form: {}, url: {} } };
  return has(revision, "elicitation") ? { elicitation: {} } : {};
}

export const CLIENT = { name: "mcp-console", title: "MCP Console", version: "1.0.0" };
