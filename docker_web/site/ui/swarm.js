import { ProblemError } from "./api.js";
import { Card } from "./card.js";
import { h, setText } from "./dom.js";
import { filterBar } from "./filters.js";
import { ago, clock, zone } from "./format.js";
import { matcher } from "./matcher.js";
import { rosterAt } from "./roster.js";
import { parameters } from "./router.js";
import { slider } from "./slider.js";

/** The swarm now or at a past time: nodes as columns, containers as cards. */
export function swarmView(roster) {
  const filters = filterBar();
  const count = h("p", { className: "count", role: "status" });
  const columns = h("div", { className: "columns" });
  const timeSlider = slider();
  const element = h(
    "div",
    { className: "swarm" },
    h("div", { className: "tools" }, filters.element, timeSlider.element),
    count,
    columns,
  );
  const board = new Board(columns);
  let frame = null;
  let past = null; // {time, containers, why} while a past time is shown; why: the reason if it cannot be

  const shown = () => past?.containers ?? roster.containers;

  function redraw() {
    filters.offer(shown().values());
    board.show(shown(), past ? [] : roster.nodes, matcher(parameters()));
    showCount();
  }

  function showCount() {
    const total = shown().size;
    const words = `${board.visible} of ${total} container${total === 1 ? "" : "s"}`;
    setText(count, past ? (past.why ?? `${words}, as of ${clock(past.time)} ${zone(new Date(past.time))}`) : words);
    element.classList.toggle("past", past !== null);
  }

  async function onShow(query) {
    filters.show(query);
    timeSlider.show(query.get("at"));
    const at = query.get("at") || null;
    if (at !== (past?.time ?? null)) {
      const then = at && (await asOf(at));
      if (at !== (parameters().get("at") || null)) return; // the user has gone on to another time
      past = then;
      redraw();
    } else {
      frame ??= requestAnimationFrame(filter);
    }
  }

  async function asOf(time) {
    try {
      return { time, containers: await rosterAt(time) };
    } catch (error) {
      return {
        time,
        containers: new Map(),
        why: error instanceof ProblemError ? error.message : "The server cannot be reached: the past is not shown.",
      };
    }
  }

  function filter() {
    frame = null;
    board.filter(matcher(parameters()));
    showCount();
  }

  roster.addEventListener("changed", ({ detail }) => {
    if (past) return;
    filters.offer(roster.containers.values());
    board.update(roster.containers, roster.nodes, detail, matcher(parameters()));
    showCount();
  });
  return { element, onShow };
}

const NO_NODE = ""; // of containers that were posted without a node

/** The columns and their cards. An update touches only what changed. */
class Board {
  visible = 0;
  #cards = new Map();
  #columns = new Map();

  constructor(element) {
    this.element = element;
  }

  show(containers, nodes, matches) {
    for (const id of [...this.#cards.keys()]) if (!containers.has(id)) this.#remove(id);
    this.update(containers, nodes, containers.keys(), matches);
  }

  filter(matches) {
    for (const card of this.#cards.values()) this.#hide(card, !matches(card.container));
  }

  update(containers, nodes, ids, matches) {
    for (const id of ids) {
      const container = containers.get(id);
      if (container) this.#put(container, matches);
      else this.#remove(id);
    }
    const wanted = new Set([
      ...nodes.map((node) => node.name),
      ...[...this.#cards.values()].map((card) => card.column),
    ]);
    for (const name of [...wanted].sort()) this.#column(name);
    for (const [name, column] of this.#columns) {
      if (wanted.has(name)) column.head(nodes.find((node) => node.name === name));
      else this.#dropColumn(name, column);
    }
  }

  #put(container, matches) {
    const name = container.node ?? NO_NODE;
    let card = this.#cards.get(container.id);
    const key = card?.key;
    if (!card) {
      card = new Card(container);
      card.element.hidden = true;
      this.#cards.set(container.id, card);
    } else {
      card.show(container);
    }
    if (card.column !== name || card.key !== key) {
      card.column = name;
      this.#column(name).insert(card);
    }
    this.#hide(card, !matches(container));
  }

  #hide(card, hidden) {
    if (card.element.hidden === hidden) return;
    card.element.hidden = hidden;
    this.visible += hidden ? -1 : 1;
  }

  #remove(id) {
    const card = this.#cards.get(id);
    if (!card) return;
    this.#hide(card, true);
    card.element.remove();
    this.#cards.delete(id);
  }

  #column(name) {
    let column = this.#columns.get(name);
    if (!column) {
      column = new Column(name);
      this.#columns.set(name, column);
      const after = [...this.element.children].find((other) => other.dataset.node > name);
      this.element.insertBefore(column.element, after ?? null);
    }
    return column;
  }

  #dropColumn(name, column) {
    column.element.remove();
    this.#columns.delete(name);
  }
}

/** A note if the agent could not read some of the containers that its engine lists. */
function unreadText({ listed, unread: count }) {
  return count ? `${count} of ${listed} containers could not be read in full` : null;
}

class Column {
  constructor(name) {
    this.list = h("ul");
    this.about = h("p");
    this.element = h(
      "section",
      { "data-node": name, "aria-label": name || "on no node" },
      h("h2", {}, name || "(no node)"),
      this.about,
      this.list,
    );
  }

  head(node) {
    const words = node
      ? [
          node.role,
          node.availability !== "active" && node.availability,
          node.stale_since ? `stale since ${clock(node.stale_since)}, ${ago(node.stale_since)}` : null,
          unreadText(node),
          node.clash,
        ]
      : [];
    setText(this.about, words.filter(Boolean).join(", "));
    this.element.classList.toggle("stale", Boolean(node?.stale_since));
    this.element.classList.toggle("amiss", Boolean(node?.clash || node?.unread));
  }

  /** Inserts a card at its place, found by binary search. No other card moves. */
  insert(card) {
    card.element.remove();
    card.element.card = card;
    const items = this.list.children;
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[middle].card.key < card.key) low = middle + 1;
      else high = middle;
    }
    this.list.insertBefore(card.element, items[low] ?? null);
  }
}
