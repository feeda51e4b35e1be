// Content blocks of results, messages and resources.
import { h, button } from "./dom.js";
import { icon } from "./icon.js";
import { jsonView, parsed } from "./json-view.js";
import { bytes, tr } from "./phrase.js";

const IMAGES = /^image\/(png|jpeg|gif|webp|avif|svg\+xml)$/;
const SOUNDS = /^audio\/[a-z0-9.+-]+$/;
const BASE64 = /^[A-Za-z0-9+/=]*$/;

/** @param open shows a resource by its address */
export function contentView(block, open) {
  switch (block.type) {
    case "text": return textView(block.text);
    case "image": return imageView(block.data, block.mimeType);
    case "audio": return soundView(block.data, block.mimeType);
    case "resource_link": return linkView(block, open);
    case "resource": return resourceView(block.resource, open);
    default: return jsonView(block, tr("content"));
  }
}

export function textView(text, mimeType = "") {
  const value = mimeType.includes("json") || !mimeType ? parsed(text) : undefined;
  if (value !== undefined) return jsonView(value, tr("content"));
  return h("pre", { class: "text", tabIndex: 0, role: "region", "aria-label": tr("text") }, text);
}

function imageView(data, mimeType) {
  if (!IMAGES.test(mimeType) || !BASE64.test(data)) return blobView(data, mimeType);
  // As an image a drawing runs no script and fetches nothing.
  return h("figure", { class: "image" }, h("img", { src: `data:${mimeType};base64,${data}`, alt: tr("image_of", { type: mimeType }) }),
    h("figcaption", {}, `${mimeType} · ${bytes(Math.floor(data.length * 0.75))}`));
}

function soundView(data, mimeType) {
  if (!SOUNDS.test(mimeType) || !BASE64.test(data)) return blobView(data, mimeType);
  return h("figure", { class: "image" }, h("audio", { controls: true, src: `data:${mimeType};base64,${data}` }), h("figcaption", {}, mimeType));
}

function blobView(data, mimeType) {
  return h("p", { class: "muted" }, tr("blob", { type: mimeType || "?", size: bytes(Math.floor(data.length * 0.75)) }));
}

function linkView(link, open) {
  return h("div", { class: "resource-link" }, icon("resources"),
    h("div", { class: "grow" }, h("strong", {}, link.title ?? link.name), h("code", { class: "uri" }, link.uri),
      link.description ? h("p", { class: "muted" }, link.description) : null),
    button(tr("open_resource"), () => open(link.uri), { class: "small" }));
}

export function resourceView(resource, open) {
  const head = h("div", { class: "row" }, h("code", { class: "uri grow" }, resource.uri), resource.mimeType ? h("span", { class: "tag" }, resource.mimeType) : null);
  if (resource.text !== undefined) return h("div", { class: "resource" }, head, textView(resource.text, resource.mimeType ?? ""));
  const mimeType = resource.mimeType ?? "";
  const body = mimeType.startsWith("audio/") ? soundView(resource.blob ?? "", mimeType) : imageView(resource.blob ?? "", mimeType);
  return h("div", { class: "resource" }, head, body);
}
