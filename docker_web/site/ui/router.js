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
  const query = parameters();
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  history[replace ? "replaceState" : "pushState"](null, "", text ? `?${text}` : location.pathname);
  tell();
}

function tell() {
  listeners.forEach((listener) => listener(parameters()));
}

window.addEventListener("popstate", tell);
