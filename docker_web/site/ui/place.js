// Where the page is, in the address bar: view, filters, time, and the container that is open.

const listeners = [];

export function place() {
  return new URLSearchParams(location.search);
}

/** Calls back now and whenever the place becomes another. */
export function onPlace(listener) {
  listeners.push(listener);
  listener(place());
}

/** Goes where these parameters say; null removes one. Typing in a field replaces, a click pushes. */
export function go(parameters, { replace = false } = {}) {
  const query = place();
  for (const [name, value] of Object.entries(parameters)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  history[replace ? "replaceState" : "pushState"](null, "", text ? `?${text}` : location.pathname);
  tell();
}

function tell() {
  listeners.forEach((listener) => listener(place()));
}

window.addEventListener("popstate", tell);
