// What came of a call: how it ended, what it answered, and the frames it took.
import { h } from "./dom.js";
import { contentView } from "./content-view.js";
import { copyButton } from "./copy-button.js";
import { frameRow } from "./frame-row.js";
import { icon } from "./icon.js";
import { jsonView } from "./json-view.js";
import { milliseconds, tr } from "./phrase.js";
import { rowsOf, tableView } from "./table-view.js";

const SIGNS = { done: ["check", "ok"], error: ["warning", "bad"], cancelled: ["stop", "warn"] };

/** @param call of the history, finished */
export function outcomeView(call, open) {
  const [sign, tone] = SIGNS[call.outcome];
  const { result, error } = call;
  const text = JSON.stringify(result ?? { error: error?.message }, null, 2);
  return h("section", { class: "outcome", "aria-label": tr("result_of", { name: call.tool }) },
    h("div", { class: "outcome-head" },
      h("span", { class: `badge ${tone}`, data: { outcome: call.outcome } }, icon(sign), tr(`outcome_${call.outcome}`)),
      h("span", { class: "muted" }, milliseconds(call.duration)),
      h("span", { class: "grow" }),
      result ? copyButton(() => text) : null),
    error ? failure(error) : null,
    blocks(result, open),
    result?.structuredContent !== undefined
      ? h("details", { open: !result.content?.length }, h("summary", {}, tr("structured")), jsonView(result.structuredContent, tr("structured")))
      : null,
    call.frames?.length
      ? h("details", { class: "call-frames" }, h("summary", {}, tr("frames_of_call", { count: call.frames.length })),
        h("ol", { class: "frames" }, call.frames.map(frameRow)))
      : null);
}

/** Where there is a table, the text that says the same is folded away. */
function blocks(result, open) {
  const content = (result?.content ?? []).map((block) => ({ isText: block.type === "text", element: contentView(block, open) }));
  const rows = result?.isError ? null : rowsOf(result?.structuredContent);
  if (!rows) return content.map(({ element }) => element);
  const texts = content.filter(({ isText }) => isText).map(({ element }) => element);
  return [tableView(rows), content.filter(({ isText }) => !isText).map(({ element }) => element),
    texts.length ? h("details", {}, h("summary", {}, tr("as_text")), texts) : null];
}

export function failure(error) {
  return h("div", { class: "problem", role: "alert" }, icon("warning"), h("div", { class: "grow" },
    h("strong", {}, error.code !== undefined ? tr("rpc_error", { code: error.code }) : error.status ? `HTTP ${error.status}` : tr("not_reached")),
    h("p", {}, error.message),
    error.status === 401 ? h("p", {}, tr("hint_401")) : error.status === 403 ? h("p", {}, tr("hint_403")) : null,
    error.status === 429 && error.retryAfter ? h("p", {}, tr("hint_429", { seconds: error.retryAfter })) : null,
    error.data !== undefined ? jsonView(error.data, tr("details")) : null));
}
