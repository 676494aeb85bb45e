import { get } from "./api.js";
import { hue, stateText } from "./card.js";
import { h, setText } from "./dom.js";
import { go, place } from "./place.js";
import { clock } from "./words.js";

const SPANS = { "15 minutes": 15, "1 hour": 60, "1 day": 1440, "7 days": 10_080 };
const MOST = 500;

/** The memory: who ran on which node when, and why it ended. A row a container's name, a bar a placement. */
export function timelineView(roster) {
  let placements = [];
  let shownFrom = 0;
  let shownTo = 0;
  const span = h(
    "select",
    { id: "span", onchange: load },
    ...Object.entries(SPANS).map(([name, minutes]) => h("option", { value: minutes, selected: minutes === 60 }, name)),
  );
  const search = h("input", { type: "search", id: "timeline-q", placeholder: "name, service, node …", oninput: () => go({ q: search.value }, { replace: true }) });
  const said = h("p", { role: "status", className: "count" });
  const rows = h("tbody");
  const table = h(
    "table",
    { className: "timeline" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "container"), h("th", { scope: "col" }, "node"), h("th", { scope: "col" }, "when"), h("th", { scope: "col" }, "end"))),
    rows,
  );
  const element = h(
    "div",
    {},
    h("div", { className: "tools" }, h("label", {}, "Search ", search), h("label", {}, "The last ", span)),
    said,
    h("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Placements" }, table),
  );

  async function load() {
    shownTo = Date.now();
    shownFrom = shownTo - span.value * 60_000;
    try {
      const page = await get(`/api/placements?from=${encodeURIComponent(new Date(shownFrom).toISOString())}&limit=${MOST}`);
      placements = page.placements;
      draw(page.placements.length === MOST);
    } catch (error) {
      setText(said, error.message);
    }
  }

  function draw(hasMore) {
    const text = (place().get("q") ?? "").toLowerCase();
    const matching = placements.filter(({ name, service = "", node = "", image }) => `${name} ${service} ${node} ${image}`.toLowerCase().includes(text));
    matching.sort((a, b) => order(a).localeCompare(order(b)) || Date.parse(a.first_seen) - Date.parse(b.first_seen));
    rows.replaceChildren(...matching.map(row));
    setText(said, `${matching.length} placement${matching.length === 1 ? "" : "s"} from ${clock(shownFrom)} to ${clock(shownTo)}${hasMore ? ", the newest of more" : ""}`);
  }

  function order({ service, slot = 0, name }) {
    return `${service ?? "\u{10ffff}"} ${String(slot).padStart(6, "0")} ${name}`;
  }

  function row(placement) {
    const from = Math.max(shownFrom, Date.parse(placement.first_seen));
    const to = placement.ended_at ? Date.parse(placement.ended_at) : shownTo;
    const at = (time) => `${((100 * (time - shownFrom)) / (shownTo - shownFrom)).toFixed(2)}%`;
    const bar = h("span", { className: `placement${placement.ended_at ? "" : " open"}` });
    bar.style.insetInlineStart = `min(${at(from)}, 100% - 3px)`;
    bar.style.inlineSize = `max(3px, ${((100 * (to - from)) / (shownTo - shownFrom)).toFixed(2)}%)`;
    bar.style.setProperty("--hue", hue(placement.service ?? placement.name));
    const words = `${clock(placement.first_seen)} to ${placement.ended_at ? clock(placement.ended_at) : "now"}`;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, h("button", { type: "button", className: "link", onclick: () => go({ id: placement.container }) }, placement.name)),
      h("td", {}, placement.node ?? ""),
      h("td", { className: "track" }, bar, h("span", { className: "words" }, words)),
      h("td", {}, placement.ended_at ? stateText(placement) : "", placement.replaced_by ? h("button", { type: "button", className: "link", onclick: () => go({ id: placement.replaced_by }) }, "its successor") : null),
    );
  }

  let timer = null;
  roster.addEventListener("change", ({ detail }) => {
    if (timer === null || !["appeared", "removed"].includes(detail.what)) return;
    clearTimeout(timer);
    timer = setTimeout(load, 500);
  });
  return {
    element,
    moved(query) {
      if (document.activeElement !== search) search.value = query.get("q") ?? "";
      if (timer === null) {
        timer = 0;
        load();
      } else {
        draw(false);
      }
    },
    left() {
      clearTimeout(timer);
      timer = null;
    },
  };
}
