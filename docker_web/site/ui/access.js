import { h } from "./dom.js";

// For this tab, until it is closed.
const KEPT = "rollcall-token";

/** What a request shows, once somebody has given the page a token. */
export function authorization() {
  const token = sessionStorage.getItem(KEPT);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Asks for a token where the server wanted one: 401, or 403 for a token that only reads. */
export function refused(method) {
  const place = document.getElementById("access");
  if (place.querySelector("form")) return;
  const input = h("input", { type: "password", autocomplete: "off", required: true, id: "token" });
  const form = h(
    "form",
    { className: "tools", onsubmit: keep },
    h("label", {}, "Token ", input),
    h("button", { type: "submit" }, "Use"),
  );

  function keep(event) {
    event.preventDefault();
    sessionStorage.setItem(KEPT, input.value.trim());
    form.remove();
    // What could not be read has to be loaded; a write is its author's to repeat.
    if (method === "GET") location.reload();
  }
  place.append(form);
}

/** Says it where everybody may write. */
export function warn({ auth }) {
  if (auth !== "off") return;
  const words =
    "ROLLCALL_AUTH=off: everyone who reaches this server may write, in the name of any container or node. For labs only.";
  document.getElementById("access").prepend(h("p", { className: "warning", role: "alert" }, words));
}
