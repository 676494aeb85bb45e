import { authorization } from "./access.js";
import { READER } from "./api.js";
import { API } from "./config.js";
import { EventParser } from "./events.js";

const SILENCE = 40_000; // the server sends a heartbeat every 15 s
const MOST_WAIT = 5000;

/**
 * The change feed as server-sent events, resumed on any replica after the last revision that was
 * seen. EventSource would hide the answer's status and headers: that a revision is pruned (410), and
 * which replica it hears from.
 */
export class Stream {
  #revision = 0;
  #retry = 1000; // as the server says
  #wait = 1000;
  #isLeft = false;
  #abort = new AbortController();

  /**
   * @param handlers change(change), live(replica), lost(seconds until the next try), isOther(headers):
   *   whether an answer is from another database
   */
  constructor(handlers) {
    this.handlers = handlers;
  }

  /** Follows the feed after a revision, until what was seen is no part of it: then all is to be loaded anew. */
  async follow(revision) {
    this.#revision = revision;
    while (!this.#isLeft) {
      try {
        if (await this.#listen()) return;
      } catch {
        // Lost; reported below.
      }
      if (this.#isLeft) return;
      this.handlers.lost(this.#wait / 1000);
      await new Promise((resolve) => setTimeout(resolve, this.#wait));
      this.#wait = Math.min(MOST_WAIT, this.#wait * 2);
    }
  }

  /** Ends {@link follow}. */
  leave() {
    this.#isLeft = true;
    this.#abort.abort();
  }

  /** Returns true if the feed is another's, or begins later; throws, or returns false, when the stream ends. */
  async #listen() {
    const abort = (this.#abort = new AbortController());
    let alarm = setTimeout(() => abort.abort(), SILENCE);
    try {
      const answer = await fetch(`${API}/api/changes?since=${this.#revision}`, {
        headers: { Accept: "text/event-stream", ...READER, ...authorization() },
        cache: "no-store",
        signal: abort.signal,
      });
      if (answer.status === 410 || this.handlers.isOther(answer.headers)) return true;
      if (!answer.ok) throw new Error(String(answer.status));
      this.#wait = this.#retry;
      this.handlers.live(answer.headers.get("X-Served-By"));
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventParser();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return false;
        clearTimeout(alarm);
        alarm = setTimeout(() => abort.abort(), SILENCE);
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
