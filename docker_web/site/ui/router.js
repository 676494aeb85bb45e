// The page's state is in the URL's query: view, filters, time, and the container that is open.

const listeners = [];

export function parameters() {
  return new URLSearchParams(location.search);
}

/** Calls back now, and after each navigation. */
export function onNavigate(listener) {
  listeners.push(listener);
  listener(parameters());
}

/** Sets these query parameters; null removes one. Typing in a field replaces the entry of the browser's history, a click adds one. */
export function navigate(changes, { replace = false } = {}) {
  const text = withChanges(parameters(), changes).toString();
  history[replace ? "replaceState" : "pushState"](null, "", text ? `?${text}` : location.pathname);
  tell();
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

function tell() {
  listeners.forEach((listener) => listener(parameters()));
}

window.addEventListener("popstate", tell);
