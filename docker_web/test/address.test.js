import assert from "node:assert/strict";
import test from "node:test";
import { apiOrigin, variablePath } from "../site/ui/address.js";

const PAGE = { protocol: "http:", hostname: "swarm.example" };

test("without a port the API is at the page's own origin", () => {
  assert.equal(apiOrigin(PAGE, undefined), "");
});

test("a port is at the page's host", () => {
  assert.equal(apiOrigin(PAGE, 5001), "http://swarm.example:5001");
});

test("the protocol's own port is left out, as in a browser's origin", () => {
  assert.equal(apiOrigin(PAGE, 80), "http://swarm.example");
  assert.equal(apiOrigin({ ...PAGE, protocol: "https:" }, 443), "https://swarm.example");
  assert.equal(apiOrigin({ ...PAGE, protocol: "https:" }, 80), "https://swarm.example:80");
  assert.equal(apiOrigin(PAGE, 8080), "http://swarm.example:8080");
});

test("a variable's key is one segment of its path", () => {
  assert.equal(variablePath("a/../b?c#d e%2F"), "/api/vars/a%2F..%2Fb%3Fc%23d%20e%252F");
});

test("a key that a browser takes for a folder is refused", () => {
  assert.throws(() => variablePath("."), /cannot be a key/);
  assert.throws(() => variablePath(".."), /cannot be a key/);
  assert.equal(variablePath("..."), "/api/vars/...");
});
