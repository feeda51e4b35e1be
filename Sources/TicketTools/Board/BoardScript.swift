/// What the board does. It talks to its host alone (MCP Apps, 2026-01-26), and sets text as text only: what people wrote is never markup.
enum BoardScript {
    static let code =
        #"""

        "use strict";
        (() => {
          const words = {
            en: { tickets: "Tickets", waiting: "Waiting for tickets…", none: "No tickets fit.", failed: "That did not work.",
              back: "Back", more: "More", number: "Number", title: "Title", status: "Status", priority: "Priority",
              assignee: "Assignee", account: "Account", category: "Category", category_detail: "Detail", request_channel: "Channel",
              requester: "Requester", tags: "Tags", due_at: "Due", created_at: "Created", updated_at: "Updated",
              description: "Description", history: "History", nobody: "nobody", cut: "Some texts are cut.", of: "of",
              cancelled: "Cancelled.", more_history: "Earlier entries are left out.",
              value: { new: "New", open: "Open", pending: "Pending", resolved: "Resolved", closed: "Closed",
                low: "Low", normal: "Normal", high: "High", urgent: "Urgent" } },
            ja: { tickets: "チケット", waiting: "チケットを待っています…", none: "該当するチケットはありません。", failed: "うまくいきませんでした。",
              back: "戻る", more: "続き", number: "番号", title: "件名", status: "ステータス", priority: "優先度",
              assignee: "担当者", account: "顧客", category: "カテゴリ", category_detail: "詳細カテゴリ", request_channel: "受付経路",
              requester: "依頼者", tags: "タグ", due_at: "期限", created_at: "受付", updated_at: "更新",
              description: "内容", history: "履歴", nobody: "未割り当て", cut: "一部の文章は省略されています。", of: "/",
              cancelled: "取り消されました。", more_history: "以前の履歴は省略されています。",
              value: { new: "新規", open: "対応中", pending: "保留", resolved: "解決済み", closed: "完了",
                low: "低", normal: "中", high: "高", urgent: "緊急" } }
          };
          const board = document.getElementById("board");
          const waiting = new Map();
          const known = ["number", "title", "status", "priority", "assignee", "account", "category", "category_detail", "request_channel",
            "requester", "tags", "due_at", "created_at", "updated_at"];
          let lastID = 0, language = "en", zone, canCall = false, input = {}, list = null, showing = null;

          const say = key => words[language][key];
          const send = message => window.parent.postMessage(Object.assign({ jsonrpc: "2.0" }, message), "*");
          const notify = (method, params) => send({ method, params });
          const request = (method, params) => new Promise((resolve, reject) => {
            const id = ++lastID;
            waiting.set(id, { resolve, reject });
            send({ id, method, params });
          });

          const make = (tag, text, className) => {
            const element = document.createElement(tag);
            if (text !== undefined) element.textContent = text;
            if (className) element.className = className;
            return element;
          };
          const button = (text, act) => {
            const element = make("button", text);
            element.type = "button";
            element.addEventListener("click", act);
            return element;
          };
          const time = text => {
            const moment = new Date(text);
            if (isNaN(moment)) return String(text);
            const form = { dateStyle: "medium", timeStyle: "short" };
            try { return moment.toLocaleString(language, zone ? Object.assign({ timeZone: zone }, form) : form); }
            catch { return moment.toLocaleString(language, form); }
          };
          const shown = (field, value) => {
            if (value === undefined || value === null) return field === "assignee" ? say("nobody") : "";
            if (Array.isArray(value)) return value.join(", ");
            if (typeof value === "object") return String(value.name ?? "") + (value.contact ? " <" + value.contact + ">" : "");
            if (field.endsWith("_at")) return time(value);
            if (field === "status" || field === "priority") return Object.hasOwn(say("value"), value) ? say("value")[value] : String(value);
            return String(value);
          };
          const mark = (field, ticket) => field === "priority" && ticket.priority === "urgent" ? "urgent"
            : field === "due_at" && ticket.due_at && new Date(ticket.due_at) < new Date() && !["resolved", "closed"].includes(ticket.status)
            ? "late" : "";
          const put = (...elements) => { board.replaceChildren(...elements.filter(Boolean)); };

          const call = async (name, args) => {
            const result = await request("tools/call", { name, arguments: args });
            if (result.isError) throw new Error();
            return result.structuredContent;
          };
          const busy = act => async () => {
            try { await act(); } catch { board.append(make("p", say("failed"), "note")); }
          };

          const drawList = data => {
            showing = () => drawList(data);
            const items = Array.isArray(data.items) ? data.items : [];
            const total = data.page && data.page.total;
            const head = make("h1", say("tickets") + " " + items.length + (total ? " " + say("of") + " " + total : ""));
            if (!items.length) return put(head, make("p", say("none"), "note"));
            const fields = known.filter(field => items.some(item => item[field] !== undefined));
            const table = make("table"), row = make("tr"), body = make("tbody"), top = make("thead");
            for (const field of fields) row.append(make("th", say(field)));
            top.append(row);
            for (const item of items) {
              const line = make("tr");
              for (const field of fields) line.append(make("td", shown(field, item[field]), mark(field, item)));
              if (canCall && item.number) {
                const open = busy(async () => drawTicket(await call("get_ticket_detail", { ticket: item.number })));
                line.className = "opens";
                line.tabIndex = 0;
                line.addEventListener("click", open);
                line.addEventListener("keydown", event => { if (event.key === "Enter") open(); });
              }
              body.append(line);
            }
            table.append(top, body);
            const next = data.page && data.page.next_cursor;
            const more = canCall && next ? button(say("more"), busy(async () => {
              const rest = await call("get_ticket_list", Object.assign({}, input, { cursor: next }));
              list = Object.assign({}, rest, { items: items.concat(rest.items || []),
                page: Object.assign({}, rest.page, { total }) });
              drawList(list);
            })) : null;
            put(head, table, data.truncated ? make("p", say("cut"), "note") : null, more);
          };

          const drawTicket = data => {
            showing = () => drawTicket(data);
            const ticket = data.ticket || {};
            const back = list ? button(say("back"), () => drawList(list)) : null;
            const facts = make("dl");
            for (const field of known.slice(2)) {
              if (ticket[field] === undefined && field !== "assignee") continue;
              facts.append(make("dt", say(field)), make("dd", shown(field, ticket[field]), mark(field, ticket)));
            }
            const parts = [back, make("h1", shown("number", ticket.number) + " " + shown("title", ticket.title)), facts];
            if (ticket.description) parts.push(make("h1", say("description")), make("div", ticket.description, "text"));
            const history = Array.isArray(data.history) ? data.history : [];
            if (history.length) parts.push(make("h1", say("history")));
            for (const entry of history) {
              const who = entry.author ? " " + shown("author", entry.author) : "";
              parts.push(make("p", shown("occurred_at", entry.occurred_at) + " " + String(entry.kind) + who, "note"));
              for (const change of entry.changes || []) {
                const values = JSON.stringify(change.from) + " → " + JSON.stringify(change.to);
                parts.push(make("p", String(change.field) + ": " + values, "note"));
              }
              if (entry.body) parts.push(make("div", entry.body, "text"));
            }
            const page = data.history_page || data.page;
            if (page && page.has_more) parts.push(make("p", say("more_history"), "note"));
            if (data.truncated) parts.push(make("p", say("cut"), "note"));
            put(...parts);
          };

          const drawNote = (key, more) => {
            showing = () => drawNote(key, more);
            put(make("p", say(key), "note"), more ? make("div", more, "text") : null);
          };

          const draw = result => {
            const data = result && result.structuredContent;
            if (data && Array.isArray(data.items)) { list = data; return drawList(data); }
            if (data && data.ticket) return drawTicket(data);
            const blocks = result && Array.isArray(result.content) ? result.content : [];
            drawNote(result && result.isError ? "failed" : "none", blocks.map(block => block.text || "").join("\n"));
          };

          const adopt = context => {
            if (!context) return;
            if (typeof context.locale === "string") language = context.locale.toLowerCase().startsWith("ja") ? "ja" : "en";
            if (typeof context.timeZone === "string") zone = context.timeZone;
            if (context.theme === "dark" || context.theme === "light") document.documentElement.dataset.theme = context.theme;
            document.documentElement.lang = language;
            if (showing) showing();
          };

          const notices = {
            "ui/notifications/tool-input": params => { input = params.arguments || {}; },
            "ui/notifications/tool-result": draw,
            "ui/notifications/tool-cancelled": () => drawNote("cancelled"),
            "ui/notifications/host-context-changed": adopt
          };

          window.addEventListener("message", event => {
            const message = event.data;
            if (event.source !== window.parent || !message || message.jsonrpc !== "2.0") return;
            if (message.method === undefined) {
              const asked = waiting.get(message.id);
              waiting.delete(message.id);
              if (asked) message.error ? asked.reject(new Error()) : asked.resolve(message.result || {});
            } else if (message.id === undefined) {
              if (Object.hasOwn(notices, message.method)) notices[message.method](message.params || {});
            } else if (message.method === "ping" || message.method === "ui/resource-teardown") {
              send({ id: message.id, result: {} });
            } else {
              send({ id: message.id, error: { code: -32601, message: "Method not found" } });
            }
          });

          adopt({ locale: navigator.language, theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light" });
          drawNote("waiting");
          new ResizeObserver(() => notify("ui/notifications/size-changed", {
            width: Math.ceil(document.documentElement.scrollWidth), height: Math.ceil(document.body.getBoundingClientRect().height)
          })).observe(document.body);
          request("ui/initialize", {
            protocolVersion: "2026-01-26", appInfo: { name: "ticket-board", version: "1" }, appCapabilities: {}
          }).then(result => {
            canCall = Boolean(result.hostCapabilities && result.hostCapabilities.serverTools);
            adopt(result.hostContext);
            notify("ui/notifications/initialized", {});
          }, () => drawNote("failed"));
        })();

        """#
}
