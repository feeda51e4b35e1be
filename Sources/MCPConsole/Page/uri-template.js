// URI templates (RFC 6570) as far as servers of this protocol use them: {name}, {+name}, lists, and queries.

const EXPRESSION = /\{([+#./;?&]?)([^}]+)\}/g;
const names = (list) => list.split(",").map((name) => name.replace(/[*]$|:\d+$/, "").trim());

export const variables = (template) => [...new Set([...template.matchAll(EXPRESSION)].flatMap(([, , list]) => names(list)))];

export function expand(template, values) {
  return template.replace(EXPRESSION, (_, operator, list) => {
    const given = names(list).filter((name) => values[name] !== undefined);
    const keeps = operator === "+" || operator === "#";
    const encode = (text) => keeps ? encodeURI(text) : encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    const isNamed = ["?", "&", ";"].includes(operator);
    const parts = given.map((name) => isNamed ? `${name}=${encode(values[name])}` : encode(values[name]));
    const separator = operator === "?" || operator === "&" ? "&" : ["/", ".", ";"].includes(operator) ? operator : ",";
    return parts.length ? (keeps ? operator.replace("+", "") : operator) + parts.join(separator) : "";
  });
}
