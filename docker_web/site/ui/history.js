import { get } from "./api.js";
import { h, setText } from "./dom.js";
import { SPANS, clock, endOf, hasFailed, hue, stateText } from "./format.js";
import { barExtent } from "./geometry.js";
import { comparePlacements } from "./order.js";
import { navigate, parameters } from "./router.js";

const LIMIT = 500;

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
        `/api/placements?from=${encodeURIComponent(new Date(shownFrom).toISOString())}&limit=${LIMIT}`,
      );
      placements = page.placements;
      hasMore = page.placements.length === LIMIT;
      draw();
    } catch (error) {
      setText(status, error.message);
    }
  }

  function draw() {
    const text = (parameters().get("q") ?? "").toLowerCase();
    // An image build leaves dozens of containers that never started.
    const matching = placements.filter(
      (each) => (unstarted.checked || each.state !== "created") && wordsOf(each).includes(text),
    );
    matching.sort(comparePlacements);
    rows.replaceChildren(...matching.map(row));
    setText(
      status,
      `${matching.length} placement${matching.length === 1 ? "" : "s"} from ${clock(shownFrom)} to ${clock(shownTo)}${hasMore ? ", the newest of more" : ""}`,
    );
  }

  function wordsOf({ container, name, service = "", node = "", image, ...state }) {
    return `${container} ${name} ${service} ${node} ${image} ${stateText(state)}`.toLowerCase();
  }

  function row(placement) {
    const end = endOf(placement, roster.containers.get(placement.container));
    const { start, length } = barExtent(Date.parse(placement.first_seen), end ? Date.parse(end) : shownTo, {
      from: shownFrom,
      to: shownTo,
    });
    const bar = h("span", {
      className: `placement${end ? "" : " open"}${end && hasFailed(placement) ? " failed" : ""}`,
    });
    bar.style.insetInlineStart = `min(${start.toFixed(2)}%, 100% - 3px)`;
    bar.style.inlineSize = `max(3px, ${length.toFixed(2)}%)`;
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
  roster.addEventListener("stream", () => timer !== null && draw()); // the roster knows when existing containers ended
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
