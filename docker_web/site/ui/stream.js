import { authorization } from "./access.js";
import { READER } from "./api.js";
import { API } from "./config.js";
import { EventParser } from "./events.js";

const SILENCE_LIMIT = 40_000; // the server sends a heartbeat every 15 s
const MAX_WAIT = 5000;

/**
 * Reads the change feed as server-sent events. After a lost connection it resumes at the last revision,
 * on any replica. EventSource will not do: it hides the status (410 for a pruned revision) and the headers
 * (the replica, the database).
 */
export class Stream {
  #revision = 0;
  #retry = 1000; // the server may set another
  #wait = 1000;
  #isStopped = false;
  #abort = new AbortController();

  /**
   * @param handlers change(change), live(replica), lost(seconds until the next try), isOtherDatabase(headers):
   *   whether an answer is from another database
   */
  constructor(handlers) {
    this.handlers = handlers;
  }

  /** Follows the feed from a revision. Returns when everything has to be loaded anew, or after {@link stop}. */
  async follow(revision) {
    this.#revision = revision;
    while (!this.#isStopped) {
      try {
        if (await this.#listen()) return;
      } catch {
        // The connection is lost, which is reported below.
      }
      if (this.#isStopped) return;
      this.handlers.lost(this.#wait / 1000);
      await new Promise((resolve) => setTimeout(resolve, this.#wait));
      this.#wait = Math.min(MAX_WAIT, this.#wait * 2);
    }
  }

  /** Ends {@link follow}. */
  stop() {
    this.#isStopped = true;
    this.#abort.abort();
  }

  /** Returns true if the feed cannot go on from our revision; returns false or throws when the connection ends. */
  async #listen() {
    const abort = (this.#abort = new AbortController());
    let alarm = setTimeout(() => abort.abort(), SILENCE_LIMIT);
    try {
      const answer = await fetch(`${API}/api/changes?since=${this.#revision}`, {
        headers: { Accept: "text/event-stream", ...READER, ...authorization() },
        cache: "no-store",
        signal: abort.signal,
      });
      if (answer.status === 410 || this.handlers.isOtherDatabase(answer.headers)) return true;
      if (!answer.ok) throw new Error(String(answer.status));
      this.#wait = this.#retry;
      this.handlers.live(answer.headers.get("X-Served-By"));
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventParser();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return false;
        clearTimeout(alarm);
        alarm = setTimeout(() => abort.abort(), SILENCE_LIMIT);
        parser.push(value).forEach((event) => this.#take(event));
      }
    } finally {
      clearTimeout(alarm);
      abort.abort();
    }
  }

  #take({ data, retry }) {
    if (retry !== null) this.#retry = this.#wait = retry;
    if (data === null) return;
    const change = JSON.parse(data);
    if (change.revision <= this.#revision) return;
    this.#revision = change.revision;
    this.handlers.change(change);
  }
}
