import { ProblemError, call, databaseOf, get } from "./api.js";
import { API } from "./config.js";
import { Stream } from "./stream.js";

const PAGE = 1000;
const REFRESH = 10_000; // measurements are no changes: they are asked for

/**
 * The roster as the page knows it: loaded once, kept true by the change feed. Emits "changed" with
 * the ids that did, at most once a frame; "change" with each change; "stream" when that becomes another.
 */
export class Roster extends EventTarget {
  containers = new Map();
  nodes = [];
  stream = { state: "loading" };
  #revisions = new Map(); // of each container's newest change, of those just gone too
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
          live: (replica) => this.#say({ state: "live", replica }),
          lost: (seconds) => this.#say({ state: "lost", seconds }),
          isOther: (headers) => this.#isOther(headers),
        });
        if (!this.#refreshing) this.#refreshing = setInterval(() => document.hidden || this.refresh(), REFRESH);
        await this.#stream.follow(revision);
        // What was seen is no part of the feed, or of its past: no revision counts any more.
        this.#revisions.clear();
        await pause(500);
      } catch (error) {
        this.#say({ state: "lost", seconds: 2, why: unreachable(error) });
        await pause(2000);
      }
    }
  }

  /** New measurements, and whatever was missed. */
  async refresh() {
    try {
      await this.#load();
    } catch {
      // The stream says that the server is away.
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
      if (this.#isOther(headers)) {
        this.#leave(headers);
        if (first !== null) return this.#load(); // the pages before are of the former database
      }
      first ??= page.revision;
      for (const container of page.containers) {
        seen.add(container.id);
        if ((this.#revisions.get(container.id) ?? 0) <= page.revision) this.#put(container, page.revision);
      }
      after = page.next;
    }
    for (const id of this.containers.keys()) {
      if (!seen.has(id) && (this.#revisions.get(id) ?? 0) <= first) this.#drop(id);
    }
    for (const [id, revision] of this.#revisions) {
      if (!this.containers.has(id) && revision <= first) this.#revisions.delete(id);
    }
    this.nodes = nodes;
    this.#announce();
    return first;
  }

  /** After a restore or an import the servers tell another history: its revisions are others. */
  #isOther(headers) {
    const database = databaseOf(headers);
    return database !== null && database !== this.#database;
  }

  #leave(headers) {
    this.#database = databaseOf(headers);
    this.#revisions.clear();
    this.#stream?.leave();
  }

  #apply(change) {
    const container = change.container;
    if (container) {
      this.#revisions.set(container.id, change.revision);
      if (["removed", "forgotten"].includes(change.what)) this.#drop(container.id);
      else this.#put(container, change.revision);
      this.#announce();
    } else if (change.node) {
      this.#nodesAreOld = true;
      this.#announce();
    }
    this.dispatchEvent(new CustomEvent("change", { detail: change }));
  }

  #put(container, revision) {
    this.containers.set(container.id, container);
    this.#revisions.set(container.id, revision);
    this.#pending.add(container.id);
  }

  #drop(id) {
    this.containers.delete(id);
    this.#pending.add(id);
  }

  #say(stream) {
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
      this.#nodesAreOld = true; // asked for again with the next change
    }
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A page of another origin is not told why it may not read: both is said. */
function unreachable(error) {
  if (error instanceof ProblemError) return error.message;
  return API
    ? `${API} cannot be reached, or does not let pages of ${location.origin} read its answers (ROLLCALL_CORS_ORIGINS)`
    : "not live: the server cannot be reached";
}

/** The roster as of a time, for looking only. */
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
