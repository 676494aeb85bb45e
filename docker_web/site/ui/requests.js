import { CALLER, call, get, servedBy } from "./api.js";
import { h, setText } from "./dom.js";
import { clock, hue } from "./format.js";

const INTERVAL = 2000;
const LIMIT = 50;
const BURST = 30;

/** The request log: which replica answered each request, a bar per replica, and a button that sends requests. */
export function requestsView() {
  const own = new Bars("Answers to this page's button");
  const all = new Bars("Requests in the log, by replica");
  const rows = h("tbody");
  const status = h("p", { role: "status" });
  const button = h("button", { type: "button", onclick: burst }, `Send ${BURST} requests`);
  const table = h(
    "table",
    {},
    h("caption", {}, "The last requests"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ...["time", "replica", "caller", "request", "status", "ms"].map((name) => h("th", { scope: "col" }, name)),
      ),
    ),
    rows,
  );
  const scrolled = h(
    "div",
    { className: "scroll", tabIndex: 0, role: "region", "aria-label": "The last requests" },
    table,
  );
  const element = h(
    "div",
    {},
    h("p", {}, button, " each on a fresh connection, so that the balancer chooses anew."),
    status,
    own.element,
    all.element,
    scrolled,
  );
  let timer = null;

  async function burst() {
    button.disabled = true;
    const answered = {};
    let failed = 0;
    for (let i = 1; i <= BURST; i++) {
      setText(status, `${i} of ${BURST} …`);
      try {
        // This header makes the server close the connection; a page cannot close one.
        const { headers } = await call("GET", "/api/status", {
          headers: { ...CALLER, "X-Rollcall-Connection": "close" },
        });
        answered[servedBy(headers)] = (answered[servedBy(headers)] ?? 0) + 1;
      } catch {
        failed++;
      }
      own.show(answered);
    }
    const count = Object.keys(answered).length;
    setText(
      status,
      `${BURST - failed} answers from ${count} replica${count === 1 ? "" : "s"}${failed ? `, ${failed} failed` : ""}`,
    );
    button.disabled = false;
    load();
  }

  async function load() {
    if (document.hidden) return;
    try {
      const log = await get(`/api/requests?limit=${LIMIT}`);
      all.show(log.answered);
      rows.replaceChildren(...log.requests.map(row));
    } catch (error) {
      setText(status, error.message);
    }
  }

  return {
    element,
    onShow() {
      timer ??= setInterval(load, INTERVAL);
      load();
    },
    onHide() {
      clearInterval(timer);
      timer = null;
    },
  };
}

function row({ time, replica, caller, method, path, status, duration_ms }) {
  return h(
    "tr",
    {},
    ...[clock(time), replica, caller, `${method} ${path}`, status, duration_ms.toFixed(1)].map((cell) =>
      h("td", {}, String(cell)),
    ),
  );
}

/** A bar for each replica, with its count and share. */
class Bars {
  #bars = new Map();

  constructor(title) {
    this.list = h("ul", { className: "bars" });
    this.element = h("section", { "aria-label": title }, h("h2", {}, title), this.list);
    this.element.hidden = true;
  }

  show(counts) {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const most = Math.max(1, ...Object.values(counts));
    this.element.hidden = total === 0;
    for (const name of Object.keys(counts).sort()) {
      let bar = this.#bars.get(name);
      if (!bar) {
        bar = { fill: h("span", { className: "fill" }), words: h("span", { className: "words" }) };
        bar.fill.style.setProperty("--hue", hue(name));
        this.#bars.set(name, bar);
        bar.element = h("li", {}, bar.fill, bar.words);
      }
      bar.fill.style.inlineSize = `${(100 * counts[name]) / most}%`;
      setText(bar.words, `${name}: ${counts[name]} (${Math.round((100 * counts[name]) / total)} %)`);
    }
    this.list.replaceChildren(...[...this.#bars.keys()].sort().map((name) => this.#bars.get(name).element));
  }
}
