import { h } from "./dom.js";

// The browser keeps the token until the tab is closed.
const STORAGE_KEY = "rollcall-token";

/** The headers that authorize a request; none before the user has entered a token. */
export function authorization() {
  const token = sessionStorage.getItem(STORAGE_KEY);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Asks the user for a token after a 401, or after a 403 for a token that may only read. */
export function askForToken(method) {
  const place = document.getElementById("access");
  if (place.querySelector("form")) return;
  const input = h("input", { type: "password", autocomplete: "off", required: true, id: "token" });
  const form = h(
    "form",
    { className: "tools", onsubmit: save },
    h("label", {}, "Token ", input),
    h("button", { type: "submit" }, "Use"),
  );

  function save(event) {
    event.preventDefault();
    sessionStorage.setItem(STORAGE_KEY, input.value.trim());
    form.remove();
    // A failed read is repeated by loading the page again; a failed write is repeated by the user.
    if (method === "GET") location.reload();
  }
  place.append(form);
}

/** Shows a warning if the server lets everybody write. */
export function warnIfOpen({ auth }) {
  if (auth !== "off") return;
  const words =
    "ROLLCALL_AUTH=off: everyone who reaches this server may write, in the name of any container or node. For labs only.";
  document.getElementById("access").prepend(h("p", { className: "warning", role: "alert" }, words));
}
