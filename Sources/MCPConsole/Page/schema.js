// JSON Schema as forms need it: what a value may be, in one place, with references followed.

const DEPTH = 6;

/** A schema without references: a local `$ref` is followed, a union with null is the other type. */
export function resolve(schema, root, depth = 0) {
  if (schema === true || schema === undefined || schema === null) return {};
  if (schema.$ref?.startsWith("#/") && depth < DEPTH) {
    const target = schema.$ref.slice(2).split("/").reduce(
      (place, part) => place?.[decodeURIComponent(part).replace(/~1/g, "/").replace(/~0/g, "~")], root);
    const { $ref, ...rest } = schema;
    if (target) return resolve({ ...target, ...rest }, root, depth + 1);
  }
  for (const key of ["anyOf", "oneOf"]) {
    const others = schema[key]?.filter((one) => one.type !== "null");
    if (others?.length === 1 && others.length < schema[key].length) {
      const { [key]: _, ...rest } = schema;
      return resolve({ ...others[0], ...rest }, root, depth + 1);
    }
  }
  return schema;
}

export const types = (schema) => [schema.type ?? []].flat().filter((type) => type !== "null");

/** The values of a choice with their titles; null where the schema is none. */
export function choices(schema) {
  if (Array.isArray(schema.enum)) {
    return schema.enum.map((value, index) => ({ value, title: schema.enumNames?.[index] ?? String(value) }));
  }
  const list = schema.oneOf ?? schema.anyOf;
  if (list?.length && list.every((one) => "const" in one)) return list.map((one) => ({ value: one.const, title: one.title ?? String(one.const) }));
  return "const" in schema ? [{ value: schema.const, title: schema.title ?? String(schema.const) }] : null;
}

/** Which kind of field a schema is filled in with. */
export function fieldKind(schema, depth) {
  if (choices(schema)) return "choice";
  const known = types(schema);
  if (known.length === 1) {
    switch (known[0]) {
      case "boolean": return "boolean";
      case "integer": case "number": return "number";
      case "string": return "text";
      case "object": return schema.properties && depth < DEPTH ? "object" : "json";
      case "array": return depth >= DEPTH ? "json" : schema.items && choices(schema.items) ? "flags" : schema.items ? "list" : "json";
    }
  }
  if (known.length > 1 && known.every((type) => ["string", "integer", "number"].includes(type))) return "text";
  return schema.properties && depth < DEPTH ? "object" : "json";
}
