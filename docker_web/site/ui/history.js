import { get } from "./api.js";
import { hue } from "./card.js";
import { h, setText } from "./dom.js";
import { navigate, parameters } from "./router.js";
import { clock, endOf, hasFailed, stateText } from "./format.js";

const SPANS = { "15 minutes": 15, "1 hour": 60, "1 day": 1440, "7 days": 10_080 };
const MOST = 500;

/** History: which container ran on which node when, and why it ended; one row per name, one bar per placement. */
export function historyView(roster) {
  let placements = [];
  let hasMore = false;
  let shownFrom = 0;
  let shownTo = 0;
  const span = h(
    "select",
    { id: "span", onchange: load },
    ...Object.entries(SPANS).map(([name, minutes]) => h("option", { value: minutes, selected: minutes === 60 }, name)),
  );
  const search = h("input", {
    type: "search",
    id: "timeline-q",
    placeholder: "name, service, node …",
    oninput: () => navigate({ q: search.value }, { replace: true }),
  });
  const unstarted = h("input", { type: "checkbox", id: "unstarted", onchange: draw });
  const status = h("p", { role: "status", className: "count" });
  const rows = h("tbody");
  const table = h(
    "table",
    { className: "timeline" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "container"),
        h("th", { scope: "col" }, "node"),
        h("th", { scope: "col" }, "when"),
        h("th", { scope: "col" }, "end"),
      ),
    ),
    rows,
  );
  const element = h(
    "div",
    {},
    h(
      "div",
      { className: "tools" },
      h("label", {}, "Search ", search),
      h("label", {}, unstarted, " those that never started"),
      h("label", {}, "The last ", span),
    ),
    status,
    h("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Placements" }, table),
  );

  async function load() {
    shownTo = Date.now();
    shownFrom = shownTo - span.value * 60_000;
    try {
      const page = await get(
        `/api/placements?from=${encodeURIComponent(new Date(shownFrom).toISOString())}&limit=${MOST}`,
      );
      placements = page.placements;
      hasMore = page.placements.length === MOST;
      draw();
    } catch (error) {
      setText(status, error.message);
    }
  }

  function draw() {
    const text = (parameters().get("q") ?? "").toLowerCase();
    // A build makes dozens of containers that are only created.
    const matching = placements.filter(
      (each) => (unstarted.checked || each.state !== "created") && wordsOf(each).includes(text),
    );
    matching.sort(
      (a, b) =>
        order(a).localeCompare(order(b)) ||
        Date.parse(a.first_seen) - Date.parse(b.first_seen) ||
        a.name.localeCompare(b.name),
    );
    rows.replaceChildren(...matching.map(row));
    setText(
      status,
      `${matching.length} placement${matching.length === 1 ? "" : "s"} from ${clock(shownFrom)} to ${clock(shownTo)}${hasMore ? ", the newest of more" : ""}`,
    );
  }

  /** A slot's story is one: its tasks' names differ by a random part, so that they sort nothing. */
  function order({ service, slot = 0, node = "", name }) {
    return service ? `0 ${service} ${String(slot).padStart(6, "0")} ${slot ? "" : node}` : `1 ${name}`;
  }

  function wordsOf({ container, name, service = "", node = "", image, ...state }) {
    return `${container} ${name} ${service} ${node} ${image} ${stateText(state)}`.toLowerCase();
  }

  function row(placement) {
    const from = Math.max(shownFrom, Date.parse(placement.first_seen));
    const end = endOf(placement, roster.containers.get(placement.container));
    const to = Math.max(from, Math.min(shownTo, end ? Date.parse(end) : shownTo));
    const at = (time) => `${((100 * (time - shownFrom)) / (shownTo - shownFrom)).toFixed(2)}%`;
    const bar = h("span", {
      className: `placement${end ? "" : " open"}${end && hasFailed(placement) ? " failed" : ""}`,
    });
    bar.style.insetInlineStart = `min(${at(from)}, 100% - 3px)`;
    bar.style.inlineSize = `max(3px, ${((100 * (to - from)) / (shownTo - shownFrom)).toFixed(2)}%)`;
    bar.style.setProperty("--hue", hue(placement.service ?? placement.name));
    const words = `${clock(placement.first_seen)} to ${end ? clock(end) : "now"}`;
    return h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h(
          "button",
          { type: "button", className: "link", onclick: () => navigate({ id: placement.container }) },
          placement.name,
        ),
      ),
      h("td", {}, placement.node ?? ""),
      h("td", { className: "track" }, bar, h("span", { className: "words" }, words)),
      h(
        "td",
        {},
        end ? `${stateText(placement)} ` : "",
        placement.replaced_by
          ? h(
              "button",
              { type: "button", className: "link", onclick: () => navigate({ id: placement.replaced_by }) },
              "its successor",
            )
          : null,
      ),
    );
  }

  let timer = null;
  roster.addEventListener("change", ({ detail }) => {
    if (timer === null || !["appeared", "changed", "removed"].includes(detail.what)) return;
    clearTimeout(timer);
    timer = setTimeout(load, 500);
  });
  roster.addEventListener("stream", () => timer !== null && draw()); // it knows when those that exist ended
  return {
    element,
    onShow(query) {
      if (document.activeElement !== search) search.value = query.get("q") ?? "";
      if (timer === null) {
        timer = 0;
        load();
      } else {
        draw();
      }
    },
    onHide() {
      clearTimeout(timer);
      timer = null;
    },
  };
}
