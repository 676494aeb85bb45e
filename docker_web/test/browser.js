// What the page's modules take from a browser, for tests without one: an address bar, and a server that the test
// plays. Import this before the modules.

/** Every request of the page: {method, url, headers, body}. */
export const requests = [];
/** Functions that answer the next requests for config.json, in order. */
export const configAnswers = [];
/** What the address bar did: "push ?q=a" or "replace ?q=a". */
export const visited = [];

let answer = () => new Response("", { status: 404 });
let url = new URL("http://swarm.example/");

/** Answers all requests from now on by a function from {path, query, signal} to a Response; forgets former ones. */
export function serve(handler) {
  answer = handler;
  requests.length = 0;
}

/** Types an address, and forgets where the page was. */
export function open(address) {
  url = new URL(address, url);
  visited.length = 0;
}

export function json(body, { status = 200, headers = {} } = {}) {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}

/** A stream of server-sent events, which ends when the page aborts it: {response, send(text), end()}. */
export function eventStream(signal, headers = {}) {
  let controller;
  const body = new ReadableStream({ start: (its) => (controller = its) });
  signal.addEventListener("abort", () => fails(() => controller.error(signal.reason)));
  return {
    response: new Response(body, { headers }),
    send: (text) => controller.enqueue(new TextEncoder().encode(text)),
    end: () => controller.close(),
  };
}

/** A stream that has ended already cannot fail. */
function fails(action) {
  try {
    action();
  } catch {
    // It has ended.
  }
}

/** Resolves when the condition holds; fails after a time that is long even for a busy machine. */
export async function until(what, condition) {
  const end = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(2);
  }
}

export function pause(milliseconds) {
  return new Promise((resolve) => wait(resolve, milliseconds));
}

const wait = setTimeout;
Object.assign(globalThis, {
  // No timer of the page keeps a finished test alive, and none of its intervals runs.
  setTimeout: (action, milliseconds) => wait(action, milliseconds).unref(),
  setInterval: () => 1,
  requestAnimationFrame: (action) => wait(action, 0),
  CustomEvent:
    globalThis.CustomEvent ??
    class extends Event {
      constructor(type, { detail }) {
        super(type);
        this.detail = detail;
      }
    },
  window: new EventTarget(),
  document: { hidden: false, getElementById: () => ({}) },
  sessionStorage: { getItem: () => null },
  location: {
    get protocol() {
      return url.protocol;
    },
    get hostname() {
      return url.hostname;
    },
    get pathname() {
      return url.pathname;
    },
    get search() {
      return url.search;
    },
  },
  history: {
    pushState: (_state, _title, address) => visit("push", address),
    replaceState: (_state, _title, address) => visit("replace", address),
  },
  async fetch(address, { method = "GET", headers = {}, body, signal } = {}) {
    if (address === "config.json") return (configAnswers.shift() ?? (() => json({})))();
    const { pathname: path, searchParams: query } = new URL(address, url);
    requests.push({ method, url: address, headers, body });
    return answer({ path, query, signal });
  },
});

function visit(how, address) {
  visited.push(`${how} ${address}`);
  url = new URL(address, url);
}
