import { ProblemError, call, databaseOf, get } from "./api.js";
import { API } from "./config.js";
import { Stream } from "./stream.js";

const PAGE = 1000;
const REFRESH = 10_000; // the change feed has no measurements, so they are polled

/**
 * The containers and nodes that the page shows: loaded once, then updated by the change feed. Emits
 * "change" for each change, "changed" with the ids of all changed containers at most once per frame, and
 * "stream" when the state of the connection changes.
 */
export class Roster extends EventTarget {
  containers = new Map();
  nodes = [];
  stream = { state: "loading" };
  #revisions = new Map(); // the newest change of each container, also of recently removed ones
  #database = null;
  #stream = null;
  #pending = new Set();
  #nodesAreOld = false;
  #refreshing = null;
  #frame = null;

  async start() {
    for (;;) {
      try {
        const revision = await this.#load();
        this.#stream = new Stream({
          change: (change) => this.#apply(change),
          live: (replica) => this.#setStream({ state: "live", replica }),
          lost: (seconds) => this.#setStream({ state: "lost", seconds }),
          isOtherDatabase: (headers) => this.#isOtherDatabase(headers),
        });
        if (!this.#refreshing) this.#refreshing = setInterval(() => document.hidden || this.refresh(), REFRESH);
        await this.#stream.follow(revision);
        // The feed no longer has our revision, or the database is another: forget all revisions.
        this.#revisions.clear();
        await pause(500);
      } catch (error) {
        this.#setStream({ state: "lost", seconds: 2, why: unreachable(error) });
        await pause(2000);
      }
    }
  }

  /** Loads new measurements, and changes that the stream missed. */
  async refresh() {
    try {
      await this.#load();
    } catch {
      // The stream reports that the server cannot be reached.
    }
  }

  async #load() {
    const nodes = (await get("/api/nodes")).nodes;
    let first = null;
    const seen = new Set();
    for (let after = ""; after !== undefined;) {
      const { body: page, headers } = await call(
        "GET",
        `/api/containers?limit=${PAGE}${after && `&after=${encodeURIComponent(after)}`}`,
      );
      if (this.#isOtherDatabase(headers)) {
        this.#changeDatabase(headers);
        if (first !== null) return this.#load(); // the pages so far are from the former database
      }
      first ??= page.revision;
      for (const container of page.containers) {
        seen.add(container.id);
        if ((this.#revisions.get(container.id) ?? 0) <= page.revision) this.#store(container, page.revision);
      }
      after = page.next;
    }
    for (const id of this.containers.keys()) {
      if (!seen.has(id) && (this.#revisions.get(id) ?? 0) <= first) this.#remove(id);
    }
    for (const [id, revision] of this.#revisions) {
      if (!this.containers.has(id) && revision <= first) this.#revisions.delete(id);
    }
    this.nodes = nodes;
    this.#announce();
    return first;
  }

  /** Whether an answer is from another database, as after a restore or an import. Its revisions cannot be compared. */
  #isOtherDatabase(headers) {
    const database = databaseOf(headers);
    return database !== null && database !== this.#database;
  }

  #changeDatabase(headers) {
    this.#database = databaseOf(headers);
    this.#revisions.clear();
    this.#stream?.stop();
  }

  #apply(change) {
    const container = change.container;
    if (container) {
      this.#revisions.set(container.id, change.revision);
      if (["removed", "forgotten"].includes(change.what)) this.#remove(container.id);
      else this.#store(container, change.revision);
      this.#announce();
    } else if (change.node) {
      this.#nodesAreOld = true;
      this.#announce();
    }
    this.dispatchEvent(new CustomEvent("change", { detail: change }));
  }

  #store(container, revision) {
    this.containers.set(container.id, container);
    this.#revisions.set(container.id, revision);
    this.#pending.add(container.id);
  }

  #remove(id) {
    this.containers.delete(id);
    this.#pending.add(id);
  }

  #setStream(stream) {
    this.stream = stream;
    this.dispatchEvent(new Event("stream"));
  }

  #announce() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = null;
      const ids = this.#pending;
      this.#pending = new Set();
      if (this.#nodesAreOld) this.#loadNodes();
      this.dispatchEvent(new CustomEvent("changed", { detail: ids }));
    });
  }

  async #loadNodes() {
    this.#nodesAreOld = false;
    try {
      this.nodes = (await get("/api/nodes")).nodes;
      this.#announce();
    } catch {
      this.#nodesAreOld = true; // tried again with the next change
    }
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Browsers do not tell a page whether CORS or the network failed, so the text names both causes. */
function unreachable(error) {
  if (error instanceof ProblemError) return error.message;
  return API
    ? `${API} cannot be reached, or does not let pages of ${location.origin} read its answers (ROLLCALL_CORS_ORIGINS)`
    : "not live: the server cannot be reached";
}

/** Loads the containers as they were at a time. */
export async function rosterAt(time) {
  const containers = new Map();
  const path = `/api/containers?limit=${PAGE}&at=${encodeURIComponent(time)}`;
  for (let next = path; next;) {
    const page = (await call("GET", next)).body;
    page.containers.forEach((container) => containers.set(container.id, container));
    next = page.next && `${path}&after=${encodeURIComponent(page.next)}`;
  }
  return containers;
}
