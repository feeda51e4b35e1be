// Header fields of the stateless revision that repeat what the body says (2026-07-28, transports, request headers).

/** Any text as the value of a header field: as it is where it may be, else as the base64 of its UTF-8. */
export function headerValue(text) {
  if (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith("=?base64?")) return text;
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return `=?base64?${btoa(binary)}?=`;
}

/** The `Mcp-Param-…` fields of a call: properties that the schema marks with `x-mcp-header`, reached through objects alone. */
export function parameterHeaders(schema, values) {
  const headers = {};
  for (const [name, property] of Object.entries(schema?.properties ?? {})) {
    const value = values?.[name];
    if (value === undefined || value === null) continue;
    const header = property["x-mcp-header"];
    if (header && ["string", "number", "boolean"].includes(typeof value)) headers[`Mcp-Param-${header}`] = headerValue(String(value));
    else if (typeof value === "object" && !Array.isArray(value)) Object.assign(headers, parameterHeaders(property, value));
  }
  return headers;
}
