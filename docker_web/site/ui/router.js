// The URL's query holds the page's state: view, filters, time, and the container whose dialog is open.

const listeners = [];

export function parameters() {
  return new URLSearchParams(location.search);
}

/** Calls the listener now and after each navigation. */
export function onNavigate(listener) {
  listeners.push(listener);
  listener(parameters());
}

/** Changes these query parameters; null removes one. Adds an entry to the browser's history or replaces the last one. */
export function navigate(changes, { replace = false } = {}) {
  const text = withChanges(parameters(), changes).toString();
  history[replace ? "replaceState" : "pushState"](null, "", text ? `?${text}` : location.pathname);
  notify();
}

/** A copy of the query with these parameters set; null or "" removes one. */
export function withChanges(query, changes) {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) changed.set(name, value);
    else changed.delete(name);
  }
  return changed;
}

function notify() {
  listeners.forEach((listener) => listener(parameters()));
}

window.addEventListener("popstate", notify);
