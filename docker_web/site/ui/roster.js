import { ProblemError, call, get } from "./api.js";
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
  #revisions = new Map(); // of each container's newest change
  #pending = new Set();
  #nodesAreOld = false;
  #refreshing = null;
  #frame = null;

  async start() {
    for (;;) {
      try {
        const revision = await this.#load();
        const stream = new Stream({
          change: (change) => this.#apply(change),
          live: (replica) => this.#say({ state: "live", replica }),
          lost: (seconds) => this.#say({ state: "lost", seconds }),
          pruned: () => {},
        });
        this.#refreshing ||= setInterval(() => document.hidden || this.refresh(), REFRESH);
        await stream.follow(revision);
      } catch (error) {
        this.#say({ state: "lost", seconds: 2, why: unreachable(error) });
        await new Promise((resolve) => setTimeout(resolve, 2000));
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
    this.nodes = (await get("/api/nodes")).nodes;
    let first = null;
    const seen = new Set();
    for (let after = ""; after !== undefined; ) {
      const page = await get(`/api/containers?limit=${PAGE}${after && `&after=${encodeURIComponent(after)}`}`);
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
    this.#announce();
    return first;
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
    this.#frame ??= requestAnimationFrame(async () => {
      this.#frame = null;
      const ids = this.#pending;
      this.#pending = new Set();
      if (this.#nodesAreOld) {
        this.#nodesAreOld = false;
        this.nodes = (await get("/api/nodes")).nodes;
      }
      this.dispatchEvent(new CustomEvent("changed", { detail: ids }));
    });
  }
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
  let path = `/api/containers?limit=${PAGE}&at=${encodeURIComponent(time)}`;
  for (let next = path; next; ) {
    const page = (await call("GET", next)).body;
    page.containers.forEach((container) => containers.set(container.id, container));
    next = page.next && `${path}&after=${encodeURIComponent(page.next)}`;
  }
  return containers;
}
