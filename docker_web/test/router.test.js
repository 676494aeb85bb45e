import assert from "node:assert/strict";
import test from "node:test";
import { open, visited } from "./browser.js";
import { navigate, onNavigate, parameters, withChanges } from "../site/ui/router.js";

test("changes set parameters, and null or an empty text removes one", () => {
  const query = new URLSearchParams("view=history&q=web&node=n1");
  assert.equal(
    withChanges(query, { q: null, node: "", at: "12:00 & more" }).toString(),
    "view=history&at=12%3A00+%26+more",
  );
  assert.equal(query.toString(), "view=history&q=web&node=n1");
});

test("a click adds an entry to the history, typing replaces it", () => {
  open("/?q=a");
  navigate({ id: "4f2a" });
  navigate({ q: "ab" }, { replace: true });
  assert.deepEqual(visited, ["push ?q=a&id=4f2a", "replace ?q=ab&id=4f2a"]);
});

test("without parameters the address has no question mark", () => {
  open("/dashboard/?q=a");
  navigate({ q: null });
  assert.deepEqual(visited, ["push /dashboard/"]);
});

test("a listener hears the parameters now, after each navigation and when the user goes back", () => {
  open("/?q=a");
  const heard = [];
  onNavigate((query) => heard.push(query.toString()));
  navigate({ q: "b" });
  open("/?q=a");
  window.dispatchEvent(new Event("popstate"));
  assert.deepEqual(heard, ["q=a", "q=b", "q=a"]);
  assert.equal(parameters().get("q"), "a");
});
